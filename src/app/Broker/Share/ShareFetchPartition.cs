using Levada.Coordination.Share;
using Levada.Log;
using Levada.Protocol;

namespace Levada.Broker.Share;

/// <summary>One partition of a share fetch in hand: what was asked, and what came of it.</summary>
internal sealed class ShareFetchPartition(Uuid topicId, int partition)
{
    public Uuid TopicId { get; } = topicId;
    public int Partition { get; } = partition;
    public SharePartitionHost? Host { get; set; }

    /// <summary>The claim this fetch has on the share partition while it reads.</summary>
    public ShareRead? Read { get; set; }

    public long FetchOffset { get; set; }
    public LinkedListNode<IShareWaiter>? Waiter { get; set; }

    public ErrorCode Error { get; set; }
    public bool IsAcknowledged { get; set; }
    public ErrorCode AcknowledgeError { get; set; }
    public FileRange Records { get; set; }
    public IReadOnlyList<AcquiredRange> Acquired { get; set; } = [];

    /// <summary>Whether there is anything to say about it.</summary>
    public bool IsAnswered => IsAcknowledged || Error != ErrorCode.None || Acquired.Count > 0;
}
