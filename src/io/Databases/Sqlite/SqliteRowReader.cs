using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.Databases.Sqlite;

/// <summary>Streams the rows of a statement into batches, value by value without objects.</summary>
internal sealed class SqliteRowReader : IRowReader
{
    private readonly SqliteFile _file;
    private readonly SqliteStatement _statement;
    private readonly SqliteColumnReader[] _columns;
    private bool _hasRow;
    private bool _isEnded;

    /// <summary>Takes the statement over, also when it fails.</summary>
    public SqliteRowReader(SqliteFile file, SqliteStatement statement, RowSchema? wanted, ILargeObjectStore? largeObjects, CancellationToken cancellationToken)
    {
        _file = file;
        _statement = statement;
        try
        {
            // Of an expression only its first value tells the type.
            if (wanted is null)
                Step(cancellationToken);
            Schema = wanted ?? SqliteDescription.OfRow(statement, _hasRow);
            if (Schema.Count != statement.ColumnCount)
                throw new TransferException($"The query gives {statement.ColumnCount} columns where {Schema.Count} were described.");
            _columns = [.. Schema.Columns.Select((column, ordinal) => new SqliteColumnReader(
                statement, ordinal, column, file.Settings.DateUnitsPerSecond, IsExpression(ordinal), largeObjects))];
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    public RowSchema Schema { get; }

    public bool Read(RowBatch batch, CancellationToken cancellationToken)
    {
        batch.Clear();
        using var registration = cancellationToken.UnsafeRegister(static file => ((SqliteFile)file!).Interrupt(), _file);
        var bytes = 0L;
        for (var rows = 0; rows < RowBatch.RowCountMax && bytes < RowBatch.ByteCountMax; rows++)
        {
            if (!_hasRow && !Step(cancellationToken))
                return rows > 0;
            _hasRow = false;
            foreach (var column in _columns)
                bytes += column.Append(batch.Columns[column.Ordinal], cancellationToken);
        }
        return true;
    }

    public void Dispose() => _statement.Dispose();

    private bool Step(CancellationToken cancellationToken)
    {
        if (_isEnded)
            return false;
        _hasRow = _statement.Step(cancellationToken);
        _isEnded = !_hasRow;
        return _hasRow;
    }

    private bool IsExpression(int ordinal) => _statement.DeclaredType(ordinal) is null;
}
