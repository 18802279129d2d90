namespace Levada.Coordination.Groups.Consumer;

/// <summary>One member of a consumer group, as its two records state it. Immutable.</summary>
internal sealed record ConsumerMember(string Id)
{
    /// <summary>The epoch of a static member that is away and will be back.</summary>
    public const int AwayEpoch = -2;

    /// <summary>Set for a static member (KIP-345).</summary>
    public string? InstanceId { get; init; }

    public string? RackId { get; init; }
    public string ClientId { get; init; } = "";
    public string ClientHost { get; init; } = "";
    public int RebalanceTimeoutMs { get; init; } = -1;
    public string? ServerAssignor { get; init; }

    /// <summary>In ordinal order, each once.</summary>
    public string[] SubscribedTopics { get; init; } = [];

    /// <summary>A pattern of topic names in RE2's syntax; null or empty for none.</summary>
    public string? SubscribedRegex { get; init; }

    /// <summary>Set for a member that speaks JoinGroup and SyncGroup.</summary>
    public ClassicProtocols? Classic { get; init; }

    public int Epoch { get; init; }
    public int PreviousEpoch { get; init; }
    public ConsumerMemberState State { get; init; }

    /// <summary>What it may read, with the epochs it was given each partition in.</summary>
    public PartitionSet Assigned { get; init; } = PartitionSet.Empty;

    /// <summary>What it is to give up and may still read.</summary>
    public PartitionSet PendingRevocation { get; init; } = PartitionSet.Empty;

    public bool IsClassic => Classic is not null;
    public bool HasRegex => !string.IsNullOrEmpty(SubscribedRegex);

    /// <summary>Whether its partitions are what the target of an epoch gives it.</summary>
    public bool IsReconciledTo(int targetEpoch) => State == ConsumerMemberState.Stable && Epoch == targetEpoch;

    public bool HasSameSubscription(ConsumerMember other) =>
        SubscribedTopics.AsSpan().SequenceEqual(other.SubscribedTopics)
        && (SubscribedRegex ?? "") == (other.SubscribedRegex ?? "");

    /// <summary>Whether the record of its metadata would be the same.</summary>
    public bool HasSameMetadata(ConsumerMember other) =>
        HasSameSubscription(other)
        && InstanceId == other.InstanceId && RackId == other.RackId && ClientId == other.ClientId && ClientHost == other.ClientHost
        && RebalanceTimeoutMs == other.RebalanceTimeoutMs && ServerAssignor == other.ServerAssignor
        && (Classic is null ? other.Classic is null : Classic.IsSame(other.Classic));

    /// <summary>Whether the record of its assignment would be the same.</summary>
    public bool HasSameAssignment(ConsumerMember other) =>
        Epoch == other.Epoch && PreviousEpoch == other.PreviousEpoch && State == other.State
        && Assigned.IsSame(other.Assigned) && PendingRevocation.IsSame(other.PendingRevocation);

    /// <summary>The same member in its next epoch, which may be the same.</summary>
    public ConsumerMember InEpoch(int epoch) => this with { Epoch = epoch, PreviousEpoch = Epoch };
}
