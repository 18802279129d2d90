using System.Collections.Immutable;
using Levada.Transfer.Rows;
using Npgsql;

namespace Levada.Databases.PostgreSql.Reading;

/// <summary>Rows of any statement with each value as the server writes it; for eval, not for speed.</summary>
internal sealed class TextRowReader : IRowReader
{
    private readonly NpgsqlCommand _command;
    private readonly NpgsqlDataReader _reader;
    private readonly RunningStatement _running;
    private bool _hasEnded;

    /// <param name="command">The command, asked to send all values as text; the reader owns it and what follows.</param>
    public TextRowReader(NpgsqlCommand command, NpgsqlDataReader reader, RunningStatement running)
    {
        (_command, _reader, _running) = (command, reader, running);
        var columns = PostgreSqlMetadata.Describe([.. reader.GetColumnSchema()], ImmutableDictionary<uint, string>.Empty);
        Schema = new([.. columns.Select(column => column.Column with { Kind = ColumnKind.Text, JavaType = JavaType.String })]);
    }

    public RowSchema Schema { get; }

    public bool Read(RowBatch batch, CancellationToken cancellationToken)
    {
        batch.Clear();
        using var watch = _running.Watch(cancellationToken);
        try
        {
            while (!batch.IsFull && !_hasEnded)
                ReadRow(batch);
        }
        catch (Exception e) when (PostgreSqlErrors.IsForeign(e))
        {
            _hasEnded = true;
            throw PostgreSqlErrors.Translate(e, _running.IsCanceled);
        }
        return batch.RowCount > 0;
    }

    public void Dispose()
    {
        if (!_hasEnded)
            _running.Cancel();
        try
        {
            _reader.Dispose();
        }
        catch (Exception e) when (PostgreSqlErrors.IsForeign(e))
        {
            // Ended by the cancel above, or told already.
        }
        _command.Dispose();
        _running.Dispose();
    }

    private void ReadRow(RowBatch batch)
    {
        if (!_reader.Read())
        {
            _hasEnded = true;
            return;
        }
        for (var ordinal = 0; ordinal < batch.Columns.Length; ordinal++)
        {
            if (_reader.IsDBNull(ordinal))
                batch.Columns[ordinal].AppendNull();
            else
                batch.Columns[ordinal].AppendText(_reader.GetString(ordinal));
        }
    }
}
