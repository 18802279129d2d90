using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups.Consumer;

/// <summary>A consumer of the classic protocol that gives everything up before it joins again (eager), in either kind of group.</summary>
internal sealed class ClassicTestMember(GroupScenario scenario, string[] topics) : ITestMember
{
    private long? _join;
    private long? _sync;
    private JoinGroupResponse _joined;
    private bool _isStable;

    public string Id { get; private set; } = "";
    public int Generation { get; private set; } = -1;
    public SortedSet<(Uuid Topic, int Partition)> Owned { get; private set; } = [];

    public void Step()
    {
        if (_join is { } join)
        {
            if (scenario.IsAnswered(join)) OnJoined(scenario.Answer<JoinGroupResponse>(join));
        }
        else if (_sync is { } sync)
        {
            if (scenario.IsAnswered(sync)) OnSynced(scenario.TopicIdsWhenAnswered(sync), scenario.Answer<SyncGroupResponse>(sync));
        }
        else if (_isStable)
        {
            OnError(scenario.Heartbeat(Id, Generation));
        }
        else
        {
            Owned = [];
            _join = scenario.SendJoin(GroupScenario.JoinRequest(Id, null, GroupScenario.Protocol("range", topics)));
        }
    }

    public void StepUnanswered()
    {
        if (_isStable) scenario.Heartbeat(Id, Generation);
    }

    public void Reconcile()
    {
        // It never has what it was not told to have.
    }

    public void Close(string nextId)
    {
        if (Id.Length > 0) scenario.Leave((Id, null));
        Crash(nextId);
    }

    public void Crash(string nextId) => (Id, Generation, _join, _sync, _isStable, Owned) = ("", -1, null, null, false, []);

    /// <summary>The connection to the coordinator is gone, and with it what was waiting.</summary>
    public void OnCoordinatorLost() => (_join, _sync) = (null, null);

    public ErrorCode Commit(string topic, int partition, long offset) =>
        _isStable ? scenario.Commit(offset, Id, Generation, topic, partition, topicId: scenario.Cluster.IdOf(topic)) : ErrorCode.RebalanceInProgress;

    private void OnJoined(in JoinGroupResponse response)
    {
        _join = null;
        if (response.ErrorCode == ErrorCode.MemberIdRequired) Id = response.MemberId;
        if (response.ErrorCode != ErrorCode.None)
        {
            OnError(response.ErrorCode);
            return;
        }

        (Id, Generation, _joined) = (response.MemberId, response.GenerationId, response);
        _sync = scenario.SendSync(Id, Generation, response.Leader == Id ? Assign() : []);
    }

    private void OnSynced(IReadOnlyDictionary<string, Uuid> topicIds, in SyncGroupResponse response)
    {
        _sync = null;
        _isStable = response.ErrorCode == ErrorCode.None;
        if (_isStable) Owned = Decode(topicIds, response.Assignment);
        else OnError(response.ErrorCode);
    }

    private void OnError(ErrorCode error)
    {
        if (error is ErrorCode.None or ErrorCode.MemberIdRequired) return;
        _isStable = false;
        Owned = [];
        if (error is ErrorCode.UnknownMemberId or ErrorCode.FencedInstanceId) Id = "";
    }

    private (string, byte[])[] Assign()
    {
        var members = _joined.Members;
        var parts = members.Select(_ => new List<(string, int)>()).ToArray();
        var next = 0;
        foreach (var topic in topics)
        {
            for (var partition = 0; partition < scenario.Cluster.PartitionCountOf(topic); partition++)
                parts[next++ % parts.Length].Add((topic, partition));
        }

        return [.. members.Select((member, i) => (member.MemberId, Encode(parts[i])))];
    }

    private static byte[] Encode(List<(string Topic, int Partition)> partitions)
    {
        var buffer = new FrameBuffer();
        var writer = new WireWriter(buffer);
        writer.WriteInt16(0);
        new ConsumerProtocolAssignment
        {
            AssignedPartitions = [.. partitions.GroupBy(one => one.Topic).Select(topic => new ConsumerProtocolAssignment.TopicPartition
            {
                Topic = topic.Key, Partitions = [.. topic.Select(one => one.Partition)],
            })],
        }.Write(writer, 0);
        return buffer.Written.ToArray();
    }

    private static SortedSet<(Uuid, int)> Decode(IReadOnlyDictionary<string, Uuid> topicIds, byte[] bytes)
    {
        var owned = new SortedSet<(Uuid, int)>();
        if (bytes.Length == 0) return owned;
        var reader = new WireReader(bytes);
        Assert.Equal(0, reader.ReadInt16());
        foreach (var topic in ConsumerProtocolAssignment.Read(ref reader, 0).AssignedPartitions)
            foreach (var partition in topic.Partitions) owned.Add((topicIds.GetValueOrDefault(topic.Topic), partition));
        Assert.False(reader.Failed);
        return owned;
    }
}
