using Levada.Log;

namespace Levada.Broker.Data;

/// <summary>One log directory and whether it is online; the first I/O error takes it offline for good.</summary>
internal sealed class LogDirectoryHost(LogDirectory directory, Action<LogDirectoryHost, Exception> onOffline)
{
    private int _isOffline;

    public LogDirectory Directory { get; } = directory;
    public bool IsOffline => Volatile.Read(ref _isOffline) != 0;

    /// <summary>Called from whichever thread met the error; the consequences are drawn once.</summary>
    public void GoOffline(Exception reason)
    {
        if (Interlocked.Exchange(ref _isOffline, 1) == 0) onOffline(this, reason);
    }
}
