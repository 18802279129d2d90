using System.Collections.Immutable;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Avro;

/// <summary>Streams the rows of an Avro container file, a block at a time.</summary>
internal sealed class AvroReader(
    Stream stream,
    AvroHeader header,
    RowSchema wanted,
    ImmutableArray<AvroFieldReader> fields,
    ImmutableArray<ValueAppender> appenders,
    RecordPlace place) : IRowReader
{
    private readonly BlockCodec _codec = AvroFormat.Codec(header.Codec);
    private readonly BlockBuffer _packed = new();
    private readonly BlockBuffer _block = new();
    private readonly AvroCursor _cursor = new();
    private long _rowsLeft;

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
            while (!batch.IsFull && (_rowsLeft > 0 || ReadBlock()))
                ReadRow(batch);
        }
        catch (InvalidDataException e)
        {
            throw place.Damage(e);
        }
        return batch.RowCount > 0;
    }

    public void Dispose()
    {
        _codec.Dispose();
        stream.Dispose();
    }

    private void ReadRow(RowBatch batch)
    {
        batch.SetPosition(batch.RowCount, place.Record);
        foreach (var field in fields)
            field.Read(_cursor);
        place.Record++;
        if (--_rowsLeft == 0 && !_cursor.IsAtEnd)
            throw new InvalidDataException("A block holds more than its rows.");
    }

    // Blocks without rows are allowed and passed over.
    private bool ReadBlock()
    {
        while (AvroHeader.ReadLong(stream) is { } rows)
        {
            var size = AvroHeader.ReadLong(stream) ?? throw new InvalidDataException("The file ends inside a block.");
            if (rows < 0 || size < 0)
                throw new InvalidDataException($"A block claims {rows} rows in {size} bytes.");
            _packed.Clear();
            _block.Clear();
            BoundedBytes.Read(stream, size, _packed);
            _codec.Decompress(_packed.Segment, _block);
            CheckSync();
            // Rows without a byte could be claimed by the billion.
            if (rows > _block.Length)
                throw new InvalidDataException($"A block claims {rows} rows in {_block.Length} bytes.");
            _cursor.Bind(_block.Segment);
            _rowsLeft = rows;
            if (rows > 0)
                return true;
        }
        return false;
    }

    private void CheckSync()
    {
        _packed.Clear();
        BoundedBytes.Read(stream, AvroFormat.SyncSize, _packed);
        if (!_packed.Written.SequenceEqual(header.Sync))
            throw new InvalidDataException("The marker behind a block is not the file's.");
    }
}
