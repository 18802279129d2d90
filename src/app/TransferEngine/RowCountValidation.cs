using Levada.Transfer;

namespace Levada.TransferEngine;

/// <summary><c>--validate</c>: the number of rows at the source against the number that arrived.</summary>
internal static class RowCountValidation
{
    /// <exception cref="TransferException">The counts differ.</exception>
    public static void Check(long sourceRowCount, long targetRowCount, ITransferLog log)
    {
        log.Info($"Validating by RowCountValidator: {sourceRowCount} rows at the source, {targetRowCount} at the target.");
        if (sourceRowCount != targetRowCount)
        {
            throw new TransferException(
                $"Validation failed by RowCountValidator. Reason: The expected counter value was {sourceRowCount} but the actual value was "
                + $"{targetRowCount}, Row Count at Source: {sourceRowCount}, Row Count at Target: {targetRowCount}");
        }

        log.Info("Data successfully validated");
    }
}
