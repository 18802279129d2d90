using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups.Consumer;

/// <summary>A member of the consumer group protocol as a client keeps it: what it was told to have, and what it still has.</summary>
internal sealed class ConsumerTestMember(GroupScenario scenario, string id, string[] topics, string? instanceId = null) : ITestMember
{
    // After an error a client says everything again, and is told everything.
    private bool _isUnsure;

    public string Id { get; private set; } = id;
    public string? InstanceId => instanceId;
    public int Epoch { get; private set; }
    public string? Assignor { get; init; }
    public string? Regex { get; set; }
    public string[] Topics { get; set; } = topics;

    /// <summary>What it was told to have last.</summary>
    public SortedSet<(Uuid Topic, int Partition)> Assigned { get; private set; } = [];

    /// <summary>What it reads.</summary>
    public SortedSet<(Uuid Topic, int Partition)> Owned { get; private set; } = [];

    public int PartitionCount => Owned.Count;

    public ConsumerGroupHeartbeatRequest Request(bool isFull = false)
    {
        var isDescribed = isFull || Epoch == 0;
        return new()
        {
            GroupId = GroupScenario.GroupId,
            MemberId = Id,
            MemberEpoch = Epoch,
            InstanceId = instanceId,
            RebalanceTimeoutMs = isDescribed ? 60_000 : -1,
            SubscribedTopicNames = isDescribed ? Topics : null,
            SubscribedTopicRegex = isDescribed ? Regex : null,
            ServerAssignor = isDescribed ? Assignor : null,
            // What it is about to read counts too: said to be free, it would be given to another.
            TopicPartitions = [.. Owned.Union(Assigned).GroupBy(owned => owned.Topic).Select(topic => new ConsumerGroupHeartbeatRequest.TopicPartitionsData
            {
                TopicId = topic.Key, Partitions = [.. topic.Select(owned => owned.Partition)],
            })],
        };
    }

    public ConsumerGroupHeartbeatResponse Send(ConsumerGroupHeartbeatRequest request) => scenario.Decide(decision =>
        scenario.Coordinator.ConsumerGroupHeartbeat(request, new GroupClient(1, GroupScenario.Client, "/127.0.0.1"), decision));

    /// <summary>One heartbeat and its answer; what is revoked is given up at once.</summary>
    public ErrorCode Beat(bool isFull = false)
    {
        var response = Send(Request(isFull));
        Take(response);
        Reconcile();
        return response.ErrorCode;
    }

    /// <summary>One heartbeat; what is revoked is kept until <see cref="Reconcile"/>.</summary>
    public void Step() => Take(Send(Request(_isUnsure)));

    /// <summary>The answer never arrives.</summary>
    public void StepUnanswered()
    {
        Send(Request(_isUnsure));
        _isUnsure = true;
    }

    public void Reconcile() => Owned = [.. Assigned];

    public ErrorCode Leave(int epoch = -1)
    {
        var request = new ConsumerGroupHeartbeatRequest { GroupId = GroupScenario.GroupId, MemberId = Id, MemberEpoch = epoch, InstanceId = instanceId };
        return Send(request).ErrorCode;
    }

    public void Close(string nextId)
    {
        Leave(instanceId is null ? -1 : -2);
        Crash(nextId);
    }

    public void Crash(string nextId)
    {
        Id = nextId;
        Forget();
    }

    public ErrorCode Commit(string topic, int partition, long offset) =>
        scenario.Commit(offset, Id, Epoch, topic, partition, topicId: scenario.Cluster.IdOf(topic));

    private void Take(in ConsumerGroupHeartbeatResponse response)
    {
        _isUnsure = false;
        switch (response.ErrorCode)
        {
            case ErrorCode.None:
                Epoch = response.MemberEpoch;
                if (response.Assignment is { } assignment)
                    Assigned = [.. assignment.TopicPartitions.SelectMany(topic => topic.Partitions, (topic, partition) => (topic.TopicId, partition))];
                break;
            case ErrorCode.UnreleasedInstanceId: break;
            default: Forget(); break;
        }
    }

    private void Forget()
    {
        Epoch = 0;
        Assigned = [];
        Owned = [];
    }
}
