using Levada.Records;

namespace Levada.Log.Producers;

/// <summary>One batch that a producer wrote, remembered to recognise its retries.</summary>
internal readonly record struct ProducerBatch(int LastSequence, long LastOffset, int OffsetDelta, long TimestampMs)
{
    public long FirstOffset => LastOffset - OffsetDelta;

    public int FirstSequence => LastSequence >= OffsetDelta
        ? LastSequence - OffsetDelta
        : int.MaxValue - (OffsetDelta - LastSequence) + 1;

    public static ProducerBatch Of(in RecordBatchHeader header) =>
        new(header.LastSequence, header.LastOffset, header.LastOffsetDelta, header.MaxTimestamp);
}
