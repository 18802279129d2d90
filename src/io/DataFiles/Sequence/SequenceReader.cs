using System.Collections.Immutable;
using Levada.DataFiles.Values;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Sequence;

/// <summary>Streams the rows of a SequenceFile.</summary>
internal sealed class SequenceReader(
    Stream stream,
    SequenceRecords records,
    RowSchema wanted,
    ImmutableArray<SequenceFieldReader> fields,
    ImmutableArray<ValueAppender> appenders,
    RecordPlace place) : IRowReader
{
    private readonly HadoopCursor _cursor = new();

    public RowSchema Schema => wanted;

    public bool Read(RowBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        batch.Clear();
        batch.SourceName = place.FileName;
        for (var ordinal = 0; ordinal < appenders.Length; ordinal++)
            appenders[ordinal].Bind(batch.Columns[ordinal]);
        try
        {
            while (!batch.IsFull && records.TryNext(out var value))
                ReadRow(batch, value);
        }
        catch (InvalidDataException e)
        {
            throw place.Damage(e);
        }
        return batch.RowCount > 0;
    }

    public void Dispose()
    {
        records.Dispose();
        stream.Dispose();
    }

    private void ReadRow(RowBatch batch, ArraySegment<byte> value)
    {
        batch.SetPosition(batch.RowCount, place.Record);
        _cursor.Bind(value);
        foreach (var field in fields)
            field.Read(_cursor);
        if (!_cursor.IsAtEnd)
            throw new InvalidDataException("A record has more bytes than its columns: it is one of other columns.");
        place.Record++;
    }
}
