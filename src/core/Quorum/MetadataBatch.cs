using Levada.Protocol;

namespace Levada.Quorum;

/// <summary>Committed metadata records that take effect together.</summary>
/// <param name="BaseOffset">The first record's offset; within a snapshot, its place in the snapshot.</param>
/// <param name="EndOffset">The log offset up to which state is complete once this batch is applied (exclusive).</param>
/// <param name="Epoch">The epoch in which the records were written.</param>
/// <param name="AppendTimestampMs">Milliseconds since 1970.</param>
/// <param name="Values">Each record's framed value, in order.</param>
/// <param name="IsSnapshot">Whether the records come from a snapshot: the first such batch replaces all state.</param>
public sealed record MetadataBatch(
    long BaseOffset,
    long EndOffset,
    LeaderEpoch Epoch,
    long AppendTimestampMs,
    IReadOnlyList<ReadOnlyMemory<byte>> Values,
    bool IsSnapshot);
