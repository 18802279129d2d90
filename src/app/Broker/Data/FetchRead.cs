using Levada.Log;
using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>What one partition answered to a fetch.</summary>
/// <param name="DivergingEpoch">Where the reader's log and ours part, or none (KIP-595).</param>
internal readonly record struct FetchRead(
    ErrorCode Error, FileRange Range, long HighWatermark, long LastStableOffset, long LogStartOffset,
    (LeaderEpoch Epoch, long EndOffset)? DivergingEpoch, IReadOnlyList<AbortedTransaction>? AbortedTransactions)
{
    /// <summary>Nothing was read, because it may have to come from the disk: read again where waiting for that holds nobody up.</summary>
    public static FetchRead Cold => Failed(ErrorCode.None) with { IsCold = true };

    public bool IsCold { get; private init; }

    public static FetchRead Failed(ErrorCode error) => new(error, default, -1, -1, -1, null, null);
}
