using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests;

/// <summary>A member of a share group made of single requests.</summary>
internal sealed class ShareMember(WireConnection wire, string group, string topic, Uuid topicId)
{
    private const sbyte GroupResource = 32;
    private int _sessionEpoch;

    public string Id { get; } = Guid.NewGuid().ToString();
    public string Group { get; } = group;
    public string Topic { get; } = topic;
    public Uuid TopicId { get; } = topicId;
    public int Epoch { get; private set; }

    /// <summary>A filled topic and a member that has joined a group of the same name, which begins at the first record.</summary>
    public static ShareMember Join(WireConnection wire, string name, int recordCount = 3)
    {
        var id = Plausible.CreateFilledTopic(wire, name, recordCount);
        Assert.Equal(ErrorCode.None, wire.Ask<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(ApiKey.IncrementalAlterConfigs, 1, new()
        {
            Resources = [new() { ResourceType = GroupResource, ResourceName = name, Configs = [new() { Name = "share.auto.offset.reset", Value = "earliest" }] }],
        }).Responses.Single().ErrorCode);
        return Join(wire, name, name, id);
    }

    public static ShareMember Join(WireConnection wire, string group, string topic, Uuid topicId)
    {
        var member = new ShareMember(wire, group, topic, topicId);
        var joined = member.Heartbeat(0, [topic]);
        Assert.Equal(ErrorCode.None, joined.ErrorCode);
        member.Epoch = joined.MemberEpoch;
        Assert.Equal([0], joined.Assignment!.Value.TopicPartitions.Single().Partitions);
        return member;
    }

    public ShareGroupHeartbeatResponse Heartbeat(int epoch, string[]? topics = null) =>
        wire.Ask<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse>(ApiKey.ShareGroupHeartbeat, 1, new()
        {
            GroupId = Group, MemberId = Id, MemberEpoch = epoch, SubscribedTopicNames = topics,
        });

    public void Leave() => Assert.Equal((ErrorCode.None, -1), Heartbeat(-1) is var left ? (left.ErrorCode, left.MemberEpoch) : default);

    /// <summary>Fetches in the session; acknowledgements of partition 0 go along.</summary>
    public ShareFetchResponse Fetch(short version = 2, int maxWaitMs = 0, int maxRecords = 100, sbyte mode = 0, bool isRenewal = false, params ShareFetchRequest.AcknowledgementBatch[] acknowledgements) =>
        wire.Ask<ShareFetchRequest, ShareFetchResponse>(ApiKey.ShareFetch, version, Request(version, maxWaitMs, maxRecords, mode, isRenewal, acknowledgements));

    /// <summary>Sends a fetch and leaves its answer unread.</summary>
    public void SendFetch(int maxWaitMs) => wire.SendRequest(ApiKey.ShareFetch, 2, Request(2, maxWaitMs, 100, 0, false, []));

    public ShareAcknowledgeResponse Acknowledge(short version, int epoch, params ShareAcknowledgeRequest.AcknowledgementBatch[] acknowledgements) =>
        wire.Ask<ShareAcknowledgeRequest, ShareAcknowledgeResponse>(ApiKey.ShareAcknowledge, version, new()
        {
            GroupId = Group,
            MemberId = Id,
            ShareSessionEpoch = epoch,
            Topics = [new() { TopicId = TopicId, Partitions = [new() { PartitionIndex = 0, AcknowledgementBatches = acknowledgements }] }],
        });

    /// <summary>The epoch that the session expects next.</summary>
    public int NextSessionEpoch() => _sessionEpoch++;

    private ShareFetchRequest Request(
        short version, int maxWaitMs, int maxRecords, sbyte mode, bool isRenewal, ShareFetchRequest.AcknowledgementBatch[] acknowledgements) => new()
    {
        GroupId = Group,
        MemberId = Id,
        ShareSessionEpoch = _sessionEpoch++,
        MaxWaitMs = maxWaitMs,
        MinBytes = isRenewal ? 0 : 1,
        MaxBytes = isRenewal ? 0 : 1_000_000,
        MaxRecords = isRenewal ? 0 : maxRecords,
        BatchSize = 100,
        ShareAcquireMode = version >= 2 ? mode : (sbyte)0,
        IsRenewAck = isRenewal,
        Topics = [new() { TopicId = TopicId, Partitions = [new() { PartitionIndex = 0, AcknowledgementBatches = acknowledgements }] }],
    };
}
