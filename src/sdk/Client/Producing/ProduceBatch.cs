using Levada.Protocol;
using Levada.Records;

namespace Levada.Client.Producing;

/// <summary>Records of one partition on their way; open until sealed, then sent until it is answered.</summary>
internal sealed class ProduceBatch
{
    private readonly RecordBatchBuilder _builder = new();
    private readonly FrameBuffer _bytes = new();
    private readonly List<long> _tags = [];

    public int RecordCount => _builder.RecordCount;
    public int UncompressedBytes => _builder.UncompressedSizeBytes;
    public ReadOnlySpan<byte> Bytes => _bytes.Written;
    public IReadOnlyList<long> Tags => _tags;

    /// <summary>When the first record came.</summary>
    public long StartTimestamp { get; private set; }

    /// <summary>-1 until one is given, which happens once: a retry repeats it.</summary>
    public int BaseSequence { get; private set; } = -1;

    /// <summary>Attempts that have failed.</summary>
    public int FailedCount { get; set; }

    /// <summary>Bytes counted against the producer's buffer.</summary>
    public long AccountedBytes { get; set; }

    private bool IsSealed => _bytes.Length > 0;

    public void Start(ProducerOptions options, long timestamp)
    {
        _builder.Start(new RecordBatchOptions { Codec = options.Codec, CompressionLevel = options.CompressionLevel });
        _bytes.Clear();
        _tags.Clear();
        StartTimestamp = timestamp;
        BaseSequence = -1;
        FailedCount = 0;
        AccountedBytes = 0;
    }

    /// <summary>For a batch whose producer is known before its records are.</summary>
    public void Start(in RecordBatchOptions options)
    {
        _builder.Start(options);
        _bytes.Clear();
        _tags.Clear();
    }

    public void Append(in ProducerRecord record, long timestampMs, bool isTagKept)
    {
        _builder.Append(timestampMs, Nullable(record.Key), Nullable(record.Value), record.Headers.Span);
        if (isTagKept) _tags.Add(record.Tag);
    }

    /// <summary>Compresses and closes the batch, once.</summary>
    public void Seal()
    {
        if (!IsSealed) _builder.Build(_bytes);
    }

    public void SetProducer(long producerId, ProducerEpoch epoch, int baseSequence)
    {
        BaseSequence = baseSequence;
        RecordBatchStamp.SetProducer(_bytes.Written, producerId, epoch, baseSequence);
    }

    public void Release()
    {
        _builder.Release();
        _bytes.Release();
    }

    private static NullableBytes Nullable(ReadOnlyMemory<byte>? bytes) => bytes is { } present ? new NullableBytes(present.Span) : NullableBytes.Null;
}
