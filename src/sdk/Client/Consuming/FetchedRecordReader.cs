using Levada.Protocol;
using Levada.Records;

namespace Levada.Client.Consuming;

/// <summary>Reads the records of one fetched partition: decompressed, without control records, aborted ones and those before the position.</summary>
/// <param name="partition">Where they are.</param>
/// <param name="scratch">Memory for decompressed batches; a record is valid until the next read.</param>
public ref struct FetchedRecordReader(FetchedPartition partition, FrameBuffer scratch)
{
    private const int DecompressedBytesMax = 512 * 1024 * 1024;
    private readonly FetchedPartition _partition = partition;
    private readonly FrameBuffer _scratch = scratch;
    private readonly AbortedFilter _aborted = new(partition.Aborted);
    private RecordBatchEnumerator _batches = new(partition.Records.Span);
    private RecordReader _records;
    private bool _isInBatch;

    /// <summary>What is wrong with the data, or null. Reading ends there.</summary>
    public string? Damage { get; private set; }

    /// <summary>Whether the current record's batch carries the time of the broker.</summary>
    public TimestampType TimestampType { get; private set; }

    /// <summary>The next record; false at the end or at damaged data.</summary>
    public bool TryRead(out Record record)
    {
        while (true)
        {
            if (_isInBatch && _records.TryRead(out record))
            {
                if (record.Offset >= _partition.FetchOffset) return true;
                continue;
            }

            if (_isInBatch && _records.Failed) Damage = "a record is malformed";
            _isInBatch = false;
            record = default;
            if (Damage is not null || !TryOpenBatch()) return false;
        }
    }

    private bool TryOpenBatch()
    {
        while (_batches.MoveNext())
        {
            var batch = _batches.Current;
            if (batch.NextOffset <= _partition.FetchOffset) continue;
            if (!batch.IsCrcValid)
            {
                Damage = $"the batch at offset {batch.BaseOffset} fails its CRC";
                return false;
            }

            if (_aborted.IsHidden(batch)) continue;
            return TryOpen(batch);
        }

        if (_batches.Error is not (RecordBatchError.None or RecordBatchError.Truncated))
            Damage = $"the data is no record batch of version 2 ({_batches.Error})";
        return false;
    }

    private bool TryOpen(RecordBatch batch)
    {
        _isInBatch = true;
        TimestampType = batch.TimestampType;
        if (batch.Codec == CompressionCodec.None)
        {
            _records = new RecordReader(batch);
            return true;
        }

        _scratch.Clear();
        if (!Compression.TryDecompress(batch.Codec, batch.Payload, _scratch, DecompressedBytesMax))
        {
            Damage = $"the batch at offset {batch.BaseOffset} does not decompress ({batch.Codec})";
            return _isInBatch = false;
        }

        _records = new RecordReader(batch, _scratch.Written);
        return true;
    }
}
