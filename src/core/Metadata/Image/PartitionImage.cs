using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>One partition as the metadata log states it. Immutable; its arrays are shared and never written.</summary>
public sealed record PartitionImage
{
    /// <summary>Leader id of a partition without a leader.</summary>
    public const int NoLeader = -1;

    // PartitionChangeRecord: the leader stays, and so does its epoch.
    private const int NoLeaderChange = -2;
    private const sbyte NoRecoveryStateChange = -1;

    /// <summary>Brokers that hold the partition, the preferred leader first.</summary>
    public required int[] Replicas { get; init; }

    /// <summary>Brokers that are in sync.</summary>
    public required int[] Isr { get; init; }

    /// <summary>The leading broker, or <see cref="NoLeader"/>.</summary>
    public required int Leader { get; init; }

    public required LeaderEpoch LeaderEpoch { get; init; }

    /// <summary>Counts every change of the partition.</summary>
    public required int PartitionEpoch { get; init; }

    /// <summary>0 recovered, 1 recovering from an unclean election.</summary>
    public sbyte LeaderRecoveryState { get; init; }

    public int[] AddingReplicas { get; init; } = [];
    public int[] RemovingReplicas { get; init; } = [];

    /// <summary>The log directory of each replica, in the order of <see cref="Replicas"/>.</summary>
    public Uuid[] Directories { get; init; } = [];

    /// <summary>Replicas out of sync that hold all committed records (KIP-966).</summary>
    public int[] EligibleLeaderReplicas { get; init; } = [];

    public int[] LastKnownElr { get; init; } = [];

    internal static PartitionImage From(in PartitionRecord record) => new()
    {
        Replicas = record.Replicas,
        Isr = record.Isr,
        Leader = record.Leader,
        LeaderEpoch = new LeaderEpoch(record.LeaderEpoch),
        PartitionEpoch = record.PartitionEpoch,
        LeaderRecoveryState = record.LeaderRecoveryState,
        AddingReplicas = record.AddingReplicas,
        RemovingReplicas = record.RemovingReplicas,
        Directories = DirectoriesOf(record.Directories, record.Replicas.Length),
        EligibleLeaderReplicas = record.EligibleLeaderReplicas ?? [],
        LastKnownElr = record.LastKnownElr ?? [],
    };

    internal PartitionImage With(in PartitionChangeRecord change)
    {
        var hasLeaderChange = change.Leader != NoLeaderChange;
        var replicas = change.Replicas ?? Replicas;
        return this with
        {
            Replicas = replicas,
            Isr = change.Isr ?? Isr,
            Leader = hasLeaderChange ? change.Leader : Leader,
            LeaderEpoch = hasLeaderChange ? new LeaderEpoch(LeaderEpoch.Value + 1) : LeaderEpoch,
            PartitionEpoch = PartitionEpoch + 1,
            LeaderRecoveryState =
                change.LeaderRecoveryState == NoRecoveryStateChange ? LeaderRecoveryState : change.LeaderRecoveryState,
            AddingReplicas = change.AddingReplicas ?? AddingReplicas,
            RemovingReplicas = change.RemovingReplicas ?? RemovingReplicas,
            Directories = DirectoriesOf(change.Directories ?? Directories, replicas.Length),
            EligibleLeaderReplicas = change.EligibleLeaderReplicas ?? EligibleLeaderReplicas,
            LastKnownElr = change.LastKnownElr ?? LastKnownElr,
        };
    }

    internal PartitionImage WithoutElr() =>
        EligibleLeaderReplicas.Length + LastKnownElr.Length == 0
            ? this
            : this with { EligibleLeaderReplicas = [], LastKnownElr = [] };

    internal PartitionRecord ToRecord(Uuid topicId, int partition) => new()
    {
        PartitionId = partition,
        TopicId = topicId,
        Replicas = Replicas,
        Isr = Isr,
        Leader = Leader,
        LeaderEpoch = LeaderEpoch.Value,
        PartitionEpoch = PartitionEpoch,
        LeaderRecoveryState = LeaderRecoveryState,
        AddingReplicas = AddingReplicas,
        RemovingReplicas = RemovingReplicas,
        Directories = Directories,
        EligibleLeaderReplicas = EligibleLeaderReplicas.Length == 0 ? null : EligibleLeaderReplicas,
        LastKnownElr = LastKnownElr.Length == 0 ? null : LastKnownElr,
    };

    // Records older than directory assignment name none: every replica is then unassigned.
    private static Uuid[] DirectoriesOf(Uuid[] directories, int replicaCount) =>
        directories.Length == replicaCount ? directories : new Uuid[replicaCount];
}
