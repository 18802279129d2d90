using Levada.Transfer;
using Levada.Transfer.Options;

namespace Levada.TransferEngine;

/// <summary><c>--validate</c>: the number of rows at the source against the number that arrived.</summary>
internal static class RowCountValidation
{
    /// <summary>Says that the counts are the same, or what <see cref="ValidationOptions.IsFailureOnlyLogged"/> wants when they are not.</summary>
    /// <exception cref="TransferException">The counts differ, and that is to end the run.</exception>
    public static void Check(ValidationOptions options, long sourceRowCount, long targetRowCount, ITransferLog log)
    {
        log.Info($"Validating by RowCountValidator: {sourceRowCount} rows at the source, {targetRowCount} at the target.");
        if (sourceRowCount == targetRowCount)
        {
            log.Info("Data successfully validated");
            return;
        }

        var reason = $"Validation failed by RowCountValidator. Reason: The expected counter value was {sourceRowCount} but the actual value was "
            + $"{targetRowCount}, Row Count at Source: {sourceRowCount}, Row Count at Target: {targetRowCount}";
        if (!options.IsFailureOnlyLogged)
            throw new TransferException(reason);
        log.Warn(reason);
    }
}
