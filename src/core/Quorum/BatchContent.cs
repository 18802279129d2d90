using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Quorum;

/// <summary>The records of one batch of the metadata log or of a snapshot, read whole.</summary>
internal sealed class BatchContent
{
    /// <summary>The most bytes a batch may decompress to: Kafka's own bound on metadata batches, doubled for their framing.</summary>
    private const int PayloadBytesMax = 16 << 20;

    private readonly List<ReadOnlyMemory<byte>> _values = [];

    /// <summary>Framed metadata records; none for a control batch.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Values => _values;

    public short? KRaftVersion { get; private set; }
    public VotersRecord? Voters { get; private set; }

    /// <summary>Of a snapshot's first batch: when the last record it covers was appended.</summary>
    public long? LastContainedTimestampMs { get; private set; }

    /// <summary>Whether this is the batch that ends a whole snapshot.</summary>
    public bool IsSnapshotFooter { get; private set; }

    /// <summary>Reads a batch whose CRC is known to be right; null if its content is malformed all the same.</summary>
    /// <param name="firstOffset">Records below it are left out.</param>
    public static BatchContent? TryRead(RecordBatch batch, long firstOffset)
    {
        var content = new BatchContent();
        if (batch.Codec == CompressionCodec.None)
            return content.TryReadRecords(new RecordReader(batch), batch.IsControl, firstOffset) ? content : null;

        var payload = new FrameBuffer();
        try
        {
            return Compression.TryDecompress(batch.Codec, batch.Payload, payload, PayloadBytesMax)
                && content.TryReadRecords(new RecordReader(batch, payload.Written), batch.IsControl, firstOffset)
                    ? content
                    : null;
        }
        finally
        {
            payload.Release();
        }
    }

    private bool TryReadRecords(RecordReader records, bool isControl, long firstOffset)
    {
        while (records.TryRead(out var record))
        {
            if (record.Offset < firstOffset) continue;
            if (!isControl) _values.Add(record.Value.ToArray());
            else if (!TryReadControl(record)) return false;
        }

        return !records.Failed;
    }

    private bool TryReadControl(Record record)
    {
        if (!ControlRecords.TryReadType(record.Key, out var type)) return false;
        var reader = new WireReader(record.Value);
        switch (type)
        {
            case ControlRecordType.SnapshotHeader:
                LastContainedTimestampMs = SnapshotHeaderRecord.Read(ref reader, 0).LastContainedLogTimestamp;
                break;
            case ControlRecordType.SnapshotFooter:
                IsSnapshotFooter = true;
                break;
            case ControlRecordType.KRaftVersion:
                KRaftVersion = KRaftVersionRecord.Read(ref reader, 0).KRaftVersion;
                break;
            case ControlRecordType.KRaftVoters:
                Voters = VotersRecord.Read(ref reader, 0);
                break;
        }

        return !reader.Failed;
    }
}
