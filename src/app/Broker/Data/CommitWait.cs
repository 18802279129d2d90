using Levada.Protocol;
using Levada.Replication;

namespace Levada.Broker.Data;

/// <summary>Waits until what was appended to a partition is committed.</summary>
internal sealed class CommitWait : IOffsetWaiter
{
    private readonly TaskCompletionSource<ErrorCode> _committed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="endOffset">The offset behind what was appended.</param>
    /// <returns>None, or why it may never be committed.</returns>
    public static Task<ErrorCode> UntilAsync(HostedPartition hosted, long endOffset, CancellationToken cancellationToken)
    {
        lock (hosted.Gate)
        {
            if (hosted.Unavailable != ErrorCode.None) return Task.FromResult(hosted.Unavailable);
            if (hosted.Partition.HighWatermark >= endOffset) return Task.FromResult(ErrorCode.None);
            var wait = new CommitWait();
            hosted.Partition.Waits.Add(new OffsetWait(wait), endOffset);
            return wait._committed.Task.WaitAsync(cancellationToken);
        }
    }

    public void OnSatisfied(OffsetWait wait) => _committed.TrySetResult(wait.Error);
}
