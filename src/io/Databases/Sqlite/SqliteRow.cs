using System.Text;

namespace Levada.Databases.Sqlite;

/// <summary>The current row of a statement about metadata.</summary>
internal readonly struct SqliteRow(SqliteStatement statement)
{
    public long Int64(int column) => SqliteNative.ColumnInt64(statement.Address, column);

    /// <summary>The value as text; empty for NULL.</summary>
    public unsafe string Text(int column)
    {
        var start = SqliteNative.ColumnText(statement.Address, column);
        return start == 0 ? "" : Encoding.UTF8.GetString((byte*)start, SqliteNative.ColumnBytes(statement.Address, column));
    }
}
