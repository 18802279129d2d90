namespace Levada.TransferEngine;

/// <summary>Where a run tells what it does: lines for standard error, and counts for a progress bar.</summary>
/// <remarks>Safe for several threads at once. Lines never hold secrets.</remarks>
public interface ITransferLog
{
    void Debug(string line);

    void Info(string line);

    void Warn(string line);

    void Error(string line);

    /// <summary>Adds to the rows and bytes moved so far.</summary>
    void Progress(long rows, long bytes);
}
