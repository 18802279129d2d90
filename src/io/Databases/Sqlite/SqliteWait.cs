using SQLitePCL;

namespace Levada.Databases.Sqlite;

/// <summary>The waiting of one statement for locks that other connections hold, until the time of its settings is over.</summary>
/// <remarks>SQLite waits in preparing a statement too: the first of a connection reads the tables' definitions from the file.</remarks>
internal readonly struct SqliteWait(SqliteFile file, CancellationToken cancellationToken)
{
    private const int PauseMilliseconds = 10;

    private readonly long _started = Environment.TickCount64;

    /// <summary>Whether to try again after a result, when the lock may have been given back.</summary>
    public bool IsWorthwhile(int code) =>
        code is raw.SQLITE_BUSY or raw.SQLITE_BUSY_RECOVERY
        && !file.IsInterrupted
        && Environment.TickCount64 - _started < file.Settings.BusyTimeout.TotalMilliseconds
        && !cancellationToken.WaitHandle.WaitOne(PauseMilliseconds);
}
