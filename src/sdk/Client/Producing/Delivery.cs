using Levada.Protocol;

namespace Levada.Client.Producing;

/// <summary>What became of one batch of records.</summary>
/// <param name="BaseOffset">The first record's offset; -1 where the broker did not tell (acks=0, or a failure).</param>
/// <param name="Tags">The records' tags, in order; empty unless the producer was asked to keep them.</param>
/// <param name="Detail">What went wrong, or null.</param>
public readonly record struct Delivery(
    TopicPartition Partition, long BaseOffset, int RecordCount, long ByteCount, ErrorCode Error, string? Detail, IReadOnlyList<long> Tags)
{
    public bool IsSuccess => Error == ErrorCode.None;
}
