using System.Text;
using Levada.Transfer;
using SQLitePCL;

namespace Levada.Databases.Sqlite;

/// <summary>One connection to a SQLite file. Used by one thread at a time, except <see cref="Interrupt"/>.</summary>
internal sealed class SqliteFile : IDisposable
{
    // SQLite's own waiting cannot be interrupted: it is kept short, and SqliteWait repeats it.
    private const int BusyStepMilliseconds = 100;

    // Some microseconds of SQLite's own work: often enough to end it at once, too seldom to be felt.
    private const int InstructionsBetweenLooks = 4096;

    private readonly Lock _closing = new();
    private readonly SqliteSettings _settings;
    private readonly sqlite3 _handle;
    private volatile bool _isInterrupted;
    private CancellationToken _running;
    private bool _isClosed;

    static SqliteFile() => Batteries_V2.Init();

    private SqliteFile(SqliteSettings settings, sqlite3 handle)
    {
        _settings = settings;
        _handle = handle;
    }

    public SqliteSettings Settings => _settings;

    /// <summary>Whether <see cref="Interrupt"/> came since the last statement began.</summary>
    public bool IsInterrupted => _isInterrupted;

    public bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    public bool IsReadOnly => raw.sqlite3_db_readonly(_handle, "main") == 1;

    public static SqliteFile Open(SqliteSettings settings)
    {
        var path = Path.GetFullPath(settings.Path);
        if (!File.Exists(path))
            throw new TransferException($"There is no SQLite database {path}.");
        var flags = settings.IsReadOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE;
        var code = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null!);
        var file = new SqliteFile(settings, handle);
        try
        {
            if (code != raw.SQLITE_OK)
                throw file.Failure(code, CancellationToken.None);
            file.Configure();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Prepares the first statement of a text.</summary>
    /// <param name="rest">What follows it.</param>
    /// <returns>Null when the text holds no statement.</returns>
    public SqliteStatement? Prepare(string sql, out string rest, CancellationToken cancellationToken)
    {
        (_isInterrupted, rest) = (false, "");
        if (sql.Length == 0)
            return null;
        ReadOnlySpan<byte> text = Encoding.UTF8.GetBytes(sql);
        Watch(cancellationToken);
        var wait = new SqliteWait(this, cancellationToken);
        while (true)
        {
            var code = raw.sqlite3_prepare_v2(_handle, text, out var statement, out var tail);
            if (code == raw.SQLITE_OK)
            {
                rest = Encoding.UTF8.GetString(tail);
                return statement.IsInvalid ? null : new SqliteStatement(this, statement);
            }
            if (!wait.IsWorthwhile(code))
                throw Failure(code, cancellationToken);
        }
    }

    /// <summary>Prepares a text that is one statement.</summary>
    public SqliteStatement Prepare(string sql, CancellationToken cancellationToken)
    {
        var statement = Prepare(sql, out var rest, cancellationToken) ?? throw new TransferException("The SQL text holds no statement.");
        if (IsBlank(rest))
            return statement;
        statement.Dispose();
        throw new TransferException("The SQL text holds several statements where one is wanted.");
    }

    /// <summary>Runs the statements of a text and drops their rows.</summary>
    /// <returns>The rows that its last statement changed.</returns>
    public long Run(string sql, CancellationToken cancellationToken)
    {
        var changed = 0L;
        for (var rest = sql; Prepare(rest, out rest, cancellationToken) is { } statement;)
            using (statement)
                changed = Run(statement, cancellationToken);
        return changed;
    }

    /// <summary>Runs a statement to its end and drops its rows.</summary>
    public long Run(SqliteStatement statement, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(Interrupt);
        var before = raw.sqlite3_total_changes(_handle);
        while (statement.Step(cancellationToken))
        {
        }
        // The count of changes keeps the value of an earlier statement when this one changes nothing.
        return raw.sqlite3_total_changes(_handle) == before ? 0 : raw.sqlite3_changes(_handle);
    }

    /// <summary>Lets a token end the step of a statement that begins now, also when it was cancelled before.</summary>
    /// <remarks>An interrupt alone would be lost when it comes before SQLite has begun to run.</remarks>
    public void Watch(CancellationToken cancellationToken) => _running = cancellationToken;

    /// <summary>Ends what runs now. May be called by any thread at any time.</summary>
    public void Interrupt()
    {
        lock (_closing)
        {
            _isInterrupted = true;
            if (!_isClosed)
                raw.sqlite3_interrupt(_handle);
        }
    }

    /// <summary>The exception for a result code: a cancellation or what SQLite says.</summary>
    public Exception Failure(int code, CancellationToken cancellationToken)
    {
        if (IsCancellation(code, cancellationToken))
            return new OperationCanceledException(cancellationToken);
        var message = raw.sqlite3_errmsg(_handle).utf8_to_string();
        return (code & 0xff) switch
        {
            raw.SQLITE_NOTADB => new TransferException($"{_settings.Path} is not a SQLite database, or it is encrypted."),
            raw.SQLITE_BUSY => new TransferException(
                $"SQLite: {_settings.Path} stayed locked by another connection for {_settings.BusyTimeout.TotalSeconds} s ({message})."),
            _ => new TransferException($"SQLite: {message}"),
        };
    }

    public void Dispose()
    {
        lock (_closing)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            _handle.Dispose();
        }
    }

    private void Configure()
    {
        raw.sqlite3_extended_result_codes(_handle, 1);
        raw.sqlite3_busy_timeout(_handle, (int)Math.Min(BusyStepMilliseconds, _settings.BusyTimeout.TotalMilliseconds));
        raw.sqlite3_progress_handler(_handle, InstructionsBetweenLooks, _ => _isInterrupted || _running.IsCancellationRequested ? 1 : 0, null);
        // The first statement that needs the file finds out whether it is a database at all.
        Run("PRAGMA schema_version", CancellationToken.None);
        foreach (var pragma in _settings.Pragmas)
            Run(pragma, CancellationToken.None);
    }

    private bool IsCancellation(int code, CancellationToken cancellationToken) => (code & 0xff) switch
    {
        raw.SQLITE_INTERRUPT => true,
        raw.SQLITE_BUSY when _isInterrupted => true,
        _ => cancellationToken.IsCancellationRequested,
    };

    private static bool IsBlank(string sql) => sql.AsSpan().TrimEnd(";").IsWhiteSpace();
}
