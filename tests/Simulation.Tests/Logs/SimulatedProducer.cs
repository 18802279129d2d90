using Levada.Protocol;
using Levada.Records;

namespace Levada.Simulation.Tests.Logs;

/// <summary>A client that writes batches, keeps the unacknowledged ones and sends them again after a failure.</summary>
internal sealed class SimulatedProducer(long producerId)
{
    private const int InFlightMax = 5;
    private const int RememberedMax = 5;

    private readonly RecordBatchBuilder _builder = new();
    private readonly FrameBuffer _bytes = new();
    private int _nextSequence;

    public bool IsIdempotent => producerId >= 0;

    /// <summary>Sent and not acknowledged, oldest first.</summary>
    public List<SentBatch> InFlight { get; } = [];

    /// <summary>The last acknowledged batches, oldest first.</summary>
    public List<SentBatch> Acknowledged { get; } = [];

    public bool CanSend => InFlight.Count < InFlightMax;

    public SentBatch Create(long[] values, long[] timestampsMs, int[] paddingBytes)
    {
        var batch = new SentBatch
        {
            BaseSequence = IsIdempotent ? _nextSequence : -1,
            Values = values,
            TimestampsMs = timestampsMs,
            PaddingBytes = paddingBytes,
        };
        _nextSequence += values.Length;
        InFlight.Add(batch);
        return batch;
    }

    /// <summary>The batch's bytes, in a buffer that the log may stamp.</summary>
    public Span<byte> ToBytes(SentBatch batch)
    {
        _builder.Start(new RecordBatchOptions
        {
            ProducerId = producerId,
            ProducerEpoch = IsIdempotent ? new ProducerEpoch(0) : ProducerEpoch.None,
            BaseSequence = batch.BaseSequence,
        });
        for (var index = 0; index < batch.Values.Length; index++)
        {
            var value = new byte[sizeof(long) + batch.PaddingBytes[index]];
            BitConverter.TryWriteBytes(value, batch.Values[index]);
            value.AsSpan(sizeof(long)).Fill((byte)batch.Values[index]);
            _builder.Append(batch.TimestampsMs[index], NullableBytes.Null, value);
        }

        _bytes.Clear();
        _builder.Build(_bytes);
        return _bytes.Written;
    }

    /// <summary>Counts everything below an end as acknowledged.</summary>
    public void Acknowledge(long endOffset)
    {
        while (InFlight is [{ LastOffset: { } last } first, ..] && last < endOffset)
        {
            InFlight.RemoveAt(0);
            Acknowledged.Add(first);
            if (Acknowledged.Count > RememberedMax) Acknowledged.RemoveAt(0);
        }
    }

    /// <summary>The last batches that a log must know to be duplicates: five, counted with those in flight.</summary>
    public IEnumerable<SentBatch> Rememberable() => Acknowledged.Skip(Math.Max(0, Acknowledged.Count - (RememberedMax - InFlight.Count)));

    /// <summary>The connection is gone: nobody knows which batches arrived.</summary>
    public void Disconnect()
    {
        foreach (var batch in InFlight) batch.BaseOffset = null;
        // Without idempotence a retry would be a second copy; such a producer gives up.
        if (!IsIdempotent) InFlight.Clear();
    }
}
