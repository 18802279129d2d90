using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups.Share;

/// <summary>A share group: its members, who fetch without owning, and the topics it keeps states of (KIP-932).</summary>
internal sealed class ShareGroup(string id, OffsetTable offsets) : Group(id, offsets)
{
    public SortedDictionary<string, ShareMember> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>Grows with every change that asks for a new assignment.</summary>
    public int Epoch { get; set; }

    public long MetadataHash { get; set; }

    /// <summary>The group epoch that the target assignment is of.</summary>
    public int AssignmentEpoch { get; set; }

    /// <summary>When the target assignment was computed, in milliseconds since 1970; 0 for never.</summary>
    public long AssignmentTimestampMs { get; set; }

    /// <summary>Topics whose partitions have a state, and those whose state is being made.</summary>
    public ShareGroupStatePartitionMetadataValue States { get; set; } =
        new() { InitializingTopics = [], InitializedTopics = [], DeletingTopics = [] };

    /// <summary>Whether the log knows the group.</summary>
    public bool IsPersisted { get; set; }

    public override string TypeName => "share";
    public override string StateName => Members.Count == 0 ? "Empty" : "Stable";
    public override string ProtocolName => "share";
    public override bool IsEmpty => Members.Count == 0;
    public override bool IsUnused => !IsPersisted && Members.Count == 0 && Offsets.IsEmpty;

    public IEnumerable<ShareTopic> InitializedTopics =>
        States.InitializedTopics.Select(topic => new ShareTopic(topic.TopicId, topic.TopicName, topic.Partitions));

    public override bool IsSubscribedTo(string topic) =>
        Members.Values.Any(member => member.Metadata.SubscribedTopicNames.Contains(topic, StringComparer.Ordinal));

    /// <summary>A share group commits no offsets.</summary>
    public override long? RetainedSinceMs(in CommittedOffset offset) => null;

    public override ErrorCode CheckCommit(in OffsetCommitter committer) => ErrorCode.GroupIdNotFound;

    public override ErrorCode CheckFetch(string? memberId, int memberEpoch) => ErrorCode.GroupIdNotFound;

    public override ErrorCode CheckOffsetDeletion() => ErrorCode.GroupIdNotFound;

    public override void Forget(Decision decision)
    {
        foreach (var member in Members.Keys)
        {
            foreach (var record in ShareRecords.MemberTombstones(Id, member)) decision.Append(record);
        }

        foreach (var record in ShareRecords.GroupTombstones(Id)) decision.Append(record);
    }

    public override void ClearDeadlines()
    {
        foreach (var member in Members.Values) DeadlineQueue.Clear(member.Session);
    }
}
