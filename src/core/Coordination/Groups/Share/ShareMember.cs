using Levada.Protocol.Records;

namespace Levada.Coordination.Groups.Share;

/// <summary>One member of a share group, as its records say, and the session that keeps it in.</summary>
internal sealed class ShareMember(string groupId, string id, Deadline session)
{
    public string GroupId { get; } = groupId;
    public string Id { get; } = id;
    public Deadline Session { get; } = session;
    public ShareGroupMemberMetadataValue Metadata { get; set; } = new() { ClientId = "", ClientHost = "", SubscribedTopicNames = [] };
    public int Epoch { get; set; }
    public int PreviousEpoch { get; set; }

    /// <summary>What it was told to fetch.</summary>
    public ShareAssignment Assigned { get; set; } = ShareAssignment.Empty;

    /// <summary>What it is to be told.</summary>
    public ShareAssignment Target { get; set; } = ShareAssignment.Empty;
}
