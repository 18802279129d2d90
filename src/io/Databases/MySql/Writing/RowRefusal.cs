using System.Globalization;
using System.Text.RegularExpressions;
using Levada.Transfer;
using Levada.Transfer.Rows;
using MySqlConnector;

namespace Levada.Databases.MySql.Writing;

/// <summary>The error for a row that the server does not take: it says which one.</summary>
internal static partial class RowRefusal
{
    public static TransferException Of(RowBatch batch, int row, string reason) => new($"{Place(batch, row)} was refused: {reason}");

    public static TransferException Of(RowBatch batch, int row, MySqlException failure) =>
        new($"{Place(batch, row)} was refused. {MySqlFailure.Words(failure)}", failure);

    /// <summary>For rows of which only the server's words may tell the one that is meant: they count the rows of one statement.</summary>
    public static TransferException OfSome(RowBatch batch, int from, int count, bool isOneStatement, MySqlException failure)
    {
        var match = RowNumber().Match(failure.Message);
        return isOneStatement && match.Success && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= count
            ? Of(batch, from + number - 1, failure)
            : new TransferException(
                $"A row from {Place(batch, from)} to {Place(batch, from + count - 1)} was refused. {MySqlFailure.Words(failure)} "
                + "The table has no transactions: rows before it may have stayed.",
                failure);
    }

    private static string Place(RowBatch batch, int row)
    {
        var position = batch.PositionOf(row);
        return (batch.SourceName, position) switch
        {
            (null, _) => $"Row {row + 1}",
            (var source, < 0) => $"Row {row + 1} of {source}",
            var (source, _) => $"{source}:{position}",
        };
    }

    [GeneratedRegex(@"at row (\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex RowNumber();
}
