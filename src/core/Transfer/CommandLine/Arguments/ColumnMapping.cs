using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;

namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>Reads <c>column=type,column=type</c>: URL encoded, a comma between two numbers in parentheses belongs to its type.</summary>
internal static partial class ColumnMapping
{
    private const string Malformed = "Malformed mapping.  Column mapping should be the form key=value[,key=value]*";

    /// <summary>The pairs in order; a column named twice has its last type.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Parse(string text)
    {
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var part in NumbersInParentheses().Replace(text, "($1#$2)").TrimEnd(',').Split(','))
        {
            var sides = part.Split('=');
            if (sides.Length != 2 || sides[1].Length == 0) throw new UsageException(Malformed);
            var column = Decode(sides[0]);
            var known = pairs.FindIndex(pair => pair.Key == column);
            var pair = KeyValuePair.Create(column, Decode(sides[1]));
            if (known < 0) pairs.Add(pair);
            else pairs[known] = pair;
        }

        return pairs.ToImmutable();
    }

    private static string Decode(string text) => WebUtility.UrlDecode(NumbersWithMark().Replace(text, "($1,$2)"));

    private static int FindIndex(this ImmutableArray<KeyValuePair<string, string>>.Builder pairs, Predicate<KeyValuePair<string, string>> match)
    {
        for (var index = 0; index < pairs.Count; index++)
            if (match(pairs[index])) return index;
        return -1;
    }

    [GeneratedRegex(@"\(([0-9]+),([0-9]+)\)")]
    private static partial Regex NumbersInParentheses();

    [GeneratedRegex(@"\(([0-9]+)#([0-9]+)\)")]
    private static partial Regex NumbersWithMark();
}
