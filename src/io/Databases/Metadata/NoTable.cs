using Levada.Transfer;
using Levada.Transfer.Sql;

namespace Levada.Databases.Metadata;

/// <summary>The error for a table that is not there.</summary>
internal static class NoTable
{
    private const int NearDistanceMax = 2;
    private const int SuggestionCountMax = 5;

    /// <summary>Names tables that differ from the wanted one by case or by a slip of the pen.</summary>
    public static TransferException Of(TableName table, IEnumerable<string> names)
    {
        var near = names
            .Select(name => (Name: name, Distance: Distance(name, table.Name)))
            .Where(candidate => candidate.Distance <= Math.Min(NearDistanceMax, table.Name.Length / 2))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(SuggestionCountMax)
            .Select(candidate => candidate.Name)
            .ToList();
        var hint = near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
        var name = table.Schema is null ? table.Name : $"{table.Schema}.{table.Name}";
        return new TransferException(
            $"There is no column found in the target table {name}. Please ensure that your table name is correct.{hint}");
    }

    /// <summary>Letters to insert, drop or change, without regard to case.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > NearDistanceMax)
            return int.MaxValue;
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + (same ? 0 : 1), 1 + Math.Min(row[j], row[j - 1])));
            }
        }
        return row[^1];
    }
}
