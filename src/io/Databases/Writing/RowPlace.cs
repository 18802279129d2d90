using System.Globalization;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Writing;

/// <summary>Says which row of which file a database refused.</summary>
internal static class RowPlace
{
    /// <summary>Puts file and position of a row before the message of a failure; rows of no file keep it.</summary>
    public static TransferException Name(RowBatch batch, int row, TransferException failure)
    {
        if (batch.SourceName is not { } source)
            return failure;
        var position = batch.PositionOf(row);
        var place = position < 0 ? source : string.Create(CultureInfo.InvariantCulture, $"{source}:{position}");
        return new TransferException($"{place}: {failure.Message}", failure);
    }
}
