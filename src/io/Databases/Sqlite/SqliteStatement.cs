using Levada.Transfer;
using SQLitePCL;

namespace Levada.Databases.Sqlite;

/// <summary>A prepared statement.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteFile _file;
    private readonly sqlite3_stmt _handle;

    public SqliteStatement(SqliteFile file, sqlite3_stmt handle)
    {
        _file = file;
        _handle = handle;
        Address = handle.DangerousGetHandle();
        ColumnCount = raw.sqlite3_column_count(handle);
    }

    /// <summary>For the calls of <see cref="SqliteNative"/>; valid until the statement is disposed.</summary>
    public nint Address { get; }

    /// <summary>Columns of the result; 0 for a statement that gives no rows.</summary>
    public int ColumnCount { get; }

    public string ColumnName(int column) => raw.sqlite3_column_name(_handle, column).utf8_to_string();

    /// <summary>The type that the table declares; null for an expression or a column without one.</summary>
    public string? DeclaredType(int column) => raw.sqlite3_column_decltype(_handle, column).utf8_to_string();

    /// <summary>Goes to the next row, waiting for locks of others. Answers false at the end.</summary>
    public bool Step(CancellationToken cancellationToken)
    {
        _file.Watch(cancellationToken);
        var wait = new SqliteWait(_file, cancellationToken);
        while (true)
        {
            var code = SqliteNative.Step(Address);
            if (code is raw.SQLITE_ROW or raw.SQLITE_DONE)
                return code == raw.SQLITE_ROW;
            if (!wait.IsWorthwhile(code))
                throw _file.Failure(code, cancellationToken);
            raw.sqlite3_reset(_handle);
        }
    }

    /// <summary>Makes the statement ready to run again.</summary>
    public void Reset() => raw.sqlite3_reset(_handle);

    public void BindNull(int parameter) => Check(SqliteNative.BindNull(Address, parameter));

    public void BindInt64(int parameter, long value) => Check(SqliteNative.BindInt64(Address, parameter, value));

    public void BindDouble(int parameter, double value) => Check(SqliteNative.BindDouble(Address, parameter, value));

    public unsafe void BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        // A null address would mean NULL.
        byte none = 0;
        fixed (byte* start = utf8)
            Check(SqliteNative.BindText(Address, parameter, start == null ? &none : start, utf8.Length, SqliteNative.Transient));
    }

    public unsafe void BindBlob(int parameter, ReadOnlySpan<byte> value)
    {
        byte none = 0;
        fixed (byte* start = value)
            Check(SqliteNative.BindBlob(Address, parameter, start == null ? &none : start, value.Length, SqliteNative.Transient));
    }

    public void Dispose() => _handle.Dispose();

    private void Check(int code)
    {
        if (code == raw.SQLITE_TOOBIG)
            throw new TransferException("SQLite: the value is larger than a SQLite row may be (1,000,000,000 bytes).");
        if (code != raw.SQLITE_OK)
            throw _file.Failure(code, CancellationToken.None);
    }
}
