using System.Collections.Immutable;
using System.Data.Common;
using Levada.Transfer.Rows;

namespace Levada.Databases.Generic;

/// <summary>Streams the rows of a command by typed getters. Columns are read in order, so that the provider may stream them too.</summary>
internal sealed class AdoRowReader : IRowReader
{
    private readonly AdoChannel _channel;
    private readonly DbCommand _command;
    private readonly DbDataReader _reader;
    private readonly ImmutableArray<AdoCell> _cells;
    private bool _isEnded;

    /// <summary>Takes command and reader over.</summary>
    public AdoRowReader(AdoChannel channel, DbCommand command, DbDataReader reader, RowSchema schema, ImmutableArray<AdoCell> cells) =>
        (_channel, _command, _reader, _cells, Schema) = (channel, command, reader, cells, schema);

    public RowSchema Schema { get; }

    public bool Read(RowBatch batch, CancellationToken cancellationToken)
    {
        batch.Clear();
        if (!_isEnded)
            _channel.Run(_command, _ => Fill(batch, cancellationToken), cancellationToken);
        return batch.RowCount > 0;
    }

    public void Dispose()
    {
        // Without it a provider reads the rest of the rows before it closes.
        if (!_isEnded)
            TryCancel();
        _channel.Forget(_command);
        _reader.Dispose();
        _command.Dispose();
    }

    private int Fill(RowBatch batch, CancellationToken cancellationToken)
    {
        while (!batch.IsFull)
        {
            if (!_reader.Read())
            {
                _isEnded = true;
                break;
            }
            for (var ordinal = 0; ordinal < _cells.Length; ordinal++)
            {
                if (_reader.IsDBNull(ordinal))
                    batch.Columns[ordinal].AppendNull();
                else
                    _cells[ordinal](_reader, ordinal, batch.Columns[ordinal], cancellationToken);
            }
        }
        return batch.RowCount;
    }

    private void TryCancel()
    {
        try
        {
            _command.Cancel();
        }
        catch (Exception failure) when (failure is DbException or InvalidOperationException or NotSupportedException)
        {
            // It is only a matter of speed.
        }
    }
}
