using System.Buffers;
using System.Text;
using Levada.Databases.PostgreSql.Values;
using Levada.Transfer.Rows;
using Npgsql;
using NpgsqlTypes;

namespace Levada.Databases.PostgreSql.Writing;

/// <summary>Rows as parameters of INSERT, UPDATE or CALL, sent in one round trip. Values go as text, so that the server reads them as any type.</summary>
internal sealed class StatementChunk(PostgreSqlLink link, StatementShape shape) : RowChunk
{
    private const long FullBytes = 4 << 20;

    private readonly List<string?> _values = [];
    private readonly ArrayBufferWriter<byte> _scratch = new();

    // Whole chunks are prepared once for each way to begin; the rest of the rows comes but once.
    private readonly Dictionary<string[], NpgsqlBatch> _prepared = [];
    private long _byteCount;

    public override bool IsFull => Count >= shape.RowsPerChunk || _byteCount >= FullBytes;

    public override void Add(RowBatch batch, int row)
    {
        for (var index = 0; index < shape.Ordinals.Length; index++)
            _values.Add(ReadText(batch.Columns[shape.Ordinals[index]], row, shape.TypeIds[index]));
        Count++;
    }

    public override void Send(int first, int count, string[] preceding, CancellationToken cancellationToken)
    {
        if (count < shape.RowsPerChunk)
        {
            using var rest = Create(count, preceding);
            Send(rest, first, preceding.Length, cancellationToken);
            return;
        }
        if (!_prepared.TryGetValue(preceding, out var whole))
        {
            whole = Create(count, preceding);
            _prepared.Add(preceding, whole);
            link.Run(token => PrepareAsync(whole, token), cancellationToken);
        }
        Send(whole, first, preceding.Length, cancellationToken);
    }

    public override void Clear()
    {
        Count = 0;
        _byteCount = 0;
        _values.Clear();
    }

    public override void Dispose()
    {
        foreach (var batch in _prepared.Values)
            batch.Dispose();
        base.Dispose();
    }

    private static async Task<bool> PrepareAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await batch.PrepareAsync(cancellationToken);
        return true;
    }

    private NpgsqlBatch Create(int count, string[] preceding)
    {
        var batch = new NpgsqlBatch(link.Connection);
        foreach (var text in preceding)
            batch.BatchCommands.Add(new(text));
        for (var sent = 0; sent < count; sent += shape.RowsPerStatement)
        {
            var rows = Math.Min(shape.RowsPerStatement, count - sent);
            var command = new NpgsqlBatchCommand(shape.Text(rows));
            for (var index = 0; index < rows * shape.Ordinals.Length; index++)
                command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Unknown, Value = DBNull.Value });
            batch.BatchCommands.Add(command);
        }
        return batch;
    }

    private void Send(NpgsqlBatch batch, int first, int precedingCount, CancellationToken cancellationToken)
    {
        var next = first * shape.Ordinals.Length;
        for (var index = precedingCount; index < batch.BatchCommands.Count; index++)
            foreach (NpgsqlParameter parameter in batch.BatchCommands[index].Parameters)
                parameter.Value = (object?)_values[next++] ?? DBNull.Value;
        link.Run(batch.ExecuteNonQueryAsync, cancellationToken);
    }

    private string? ReadText(ColumnVector column, int row, uint typeId)
    {
        if (column.IsNull(row))
            return null;
        _scratch.ResetWrittenCount();
        ValueText.Append(column, row, typeId, _scratch);
        _byteCount += _scratch.WrittenCount;
        return Encoding.UTF8.GetString(_scratch.WrittenSpan);
    }
}
