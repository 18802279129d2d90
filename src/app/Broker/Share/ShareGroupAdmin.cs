using Levada.Broker.Groups;
using Levada.Coordination.Groups;
using Levada.Coordination.Groups.Share;
using Levada.Coordination.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Share;

/// <summary>What takes both coordinators: the one that knows a share group's members, and the one that keeps its states.</summary>
internal sealed class ShareGroupAdmin(GroupService groups, ShareStates states, SharePartitions partitions)
{
    /// <summary>A heartbeat; states that a new subscription needs are made on the way, so that the member can fetch at once.</summary>
    public async Task<ShareGroupHeartbeatResponse> HeartbeatAsync(ShareGroupHeartbeatRequest request, GroupClient client)
    {
        var reply = await groups.DecideAsync(request.GroupId, (group, decision) => group.ShareGroupHeartbeat(request, client, decision));
        if (reply.Error != ErrorCode.None) return new() { ErrorCode = reply.Error };
        var answer = reply.Response!;
        if (answer.Uninitialized.Count == 0 || answer.Response.ErrorCode != ErrorCode.None) return answer.Response;
        var initialized = await InitializeAsync(request.GroupId, answer.Uninitialized, answer.GroupEpoch);
        if (initialized.Count == 0) return answer.Response;
        await groups.DecideAsync(request.GroupId, (group, decision) => group.OnShareStatesInitialized(request.GroupId, initialized, decision));
        request.MemberEpoch = answer.Response.MemberEpoch;
        var again = await groups.DecideAsync(request.GroupId, (group, decision) => group.ShareGroupHeartbeat(request, client, decision));
        return again.Error == ErrorCode.None ? again.Response!.Response : answer.Response;
    }

    /// <summary>Makes a share group without members, unless there is one.</summary>
    public async Task<ErrorCode> CreateAsync(string groupId)
    {
        var reply = await groups.DecideAsync(groupId, (group, decision) => group.CreateShareGroup(groupId, decision));
        return reply.Error == ErrorCode.None ? reply.Response : reply.Error;
    }

    /// <summary>What a share group keeps states of; null where there is no such group.</summary>
    public async Task<(ErrorCode Error, ShareGroupStates? States)> FindAsync(string groupId)
    {
        var reply = await groups.DecideAsync(groupId, (group, _) => new Found(group.FindShareStates(groupId)));
        return (reply.Error, reply.Response?.States);
    }

    /// <summary>Deletes the states of some topics of a group.</summary>
    public async Task<ErrorCode> DeleteStatesAsync(string groupId, IReadOnlyList<ShareTopic> topics)
    {
        // Nobody may be given the partitions again before their states are gone.
        var deleted = topics.Select(topic => topic.Id).ToHashSet();
        var reply = await groups.DecideAsync(groupId, (group, decision) =>
        {
            group.OnShareStatesDeleted(groupId, deleted, decision);
            return true;
        });
        if (reply.Error != ErrorCode.None) return reply.Error;
        var errors = await Task.WhenAll(topics.SelectMany(topic => topic.Partitions.Select(partition =>
            states.DeleteAsync(new SharePartitionKey(groupId, topic.Id, partition)))));
        partitions.Forget(groupId);
        return errors.FirstOrDefault(error => error != ErrorCode.None);
    }

    /// <summary>Has a group begin a partition at an offset, whatever its state was.</summary>
    public async Task<ErrorCode> SetStartOffsetAsync(string groupId, ShareTopic topic, int partition, long startOffset)
    {
        var key = new SharePartitionKey(groupId, topic.Id, partition);
        var known = await states.FindAsync(key);
        if (known.Error != ErrorCode.None) return known.Error;
        var error = await states.InitializeAsync(key, (known.State?.StateEpoch ?? -1) + 1, startOffset);
        if (error != ErrorCode.None) return error;
        partitions.Forget(groupId);
        var reply = await groups.DecideAsync(groupId, (group, decision) =>
            group.OnShareStatesInitialized(groupId, [topic with { Partitions = [partition] }], decision));
        return reply.Error;
    }

    private async Task<List<ShareTopic>> InitializeAsync(string groupId, IReadOnlyList<ShareTopic> topics, int stateEpoch)
    {
        var initialized = new List<ShareTopic>();
        foreach (var topic in topics)
        {
            var errors = await Task.WhenAll(topic.Partitions.Select(partition => states.InitializeAsync(
                new SharePartitionKey(groupId, topic.Id, partition), stateEpoch, PersistedShareState.UninitializedStartOffset)));
            // A newer state is as good.
            var made = topic.Partitions.Where((_, i) => errors[i] is ErrorCode.None or ErrorCode.FencedStateEpoch).ToArray();
            if (made.Length > 0) initialized.Add(topic with { Partitions = made });
        }

        return initialized;
    }

    /// <summary>An answer that may be none.</summary>
    private sealed record Found(ShareGroupStates? States);
}
