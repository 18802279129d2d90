namespace Levada.TransferEngine;

/// <summary>Keeps all tasks of a run together below so many rows per second (<c>--throttle</c>).</summary>
/// <remarks>Waits in steps of at most a tenth of a second, so that no server thinks the client dead.</remarks>
internal sealed class Throttle(long? rowsPerSecond, TimeProvider time)
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private long _rowCount;

    /// <summary>Counts the rows and waits until their time has come.</summary>
    public void Pass(long rowCount, CancellationToken cancellationToken)
    {
        if (rowsPerSecond is not { } rate)
            return;
        long due;
        lock (_lock)
        {
            _rowCount += rowCount;
            due = _rowCount;
        }

        while (TimeSpan.FromSeconds((double)due / rate) - time.GetElapsedTime(_start) is { Ticks: > 0 } left)
            cancellationToken.WaitHandle.WaitOne(left < _step ? left : _step);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
