using System.Collections.Immutable;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;

namespace Levada.Transfer.Tests.Splits;

/// <summary>Requests over a column <c>c</c>, and a database that answers conditions over it.</summary>
internal static class Planning
{
    public static SplitRequest Request(SqlType type, SplitValue low, SplitValue high, int splitCount) =>
        new("c", new Column("c", type, ColumnKind.Int64, JavaType.Long), new SplitBounds(type, low, high), splitCount, new PlainDialect())
        {
            IsColumnNullable = false,
            IsTextAllowed = true,
        };

    /// <summary>How often each value is in the ranges. Values are compared as <paramref name="compare"/> says, literals are read by <paramref name="read"/>.</summary>
    public static int CountHolding<T>(ImmutableArray<SplitRange> ranges, T value, Func<string, T> read, Comparison<T> compare) =>
        ranges.Count(range => Holds(range.Lower, value, read, compare) && Holds(range.Upper, value, read, compare));

    private static bool Holds<T>(string condition, T value, Func<string, T> read, Comparison<T> compare) =>
        condition.Split(" AND c ").Select((atom, index) => index == 0 ? atom : "c " + atom).All(atom => HoldsAtom(atom, value, read, compare));

    private static bool HoldsAtom<T>(string atom, T value, Func<string, T> read, Comparison<T> compare)
    {
        if (atom is "1 = 1" or "c IS NOT NULL")
            return true;
        if (atom == "c IS NULL")
            return false;
        var parts = atom.Split(' ', 3);
        Assert.Equal("c", parts[0]);
        var order = compare(value, read(parts[2]));
        return parts[1] switch
        {
            ">=" => order >= 0,
            "<" => order < 0,
            "<=" => order <= 0,
            "=" => order == 0,
            "<>" => order != 0,
            _ => throw new InvalidOperationException(atom),
        };
    }

    public static string Unquote(string literal) => literal[1..^1].Replace("''", "'");
}
