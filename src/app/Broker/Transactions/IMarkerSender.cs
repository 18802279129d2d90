using Levada.Coordination.Transactions;
using Levada.Protocol;

namespace Levada.Broker.Transactions;

/// <summary>Has one broker write markers to partitions that it leads.</summary>
internal interface IMarkerSender
{
    /// <summary>Ends when every marker is committed, or refused.</summary>
    /// <returns>For each partition none or why not, in their order.</returns>
    Task<ErrorCode[]> SendAsync(MarkerWork work, IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken);
}
