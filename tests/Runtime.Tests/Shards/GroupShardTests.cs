using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Runtime.Shards;

namespace Levada.Runtime.Tests.Shards;

public sealed class GroupShardTests
{
    private static RuntimeWorld<GroupShardState> World()
    {
        var last = 0;
        var options = new GroupCoordinatorOptions { InitialRebalanceDelayMs = 3_000 };
        return new(() => new GroupShardState(new GroupCoordinator(options, () => new Guid(++last, 0, 0, new byte[8]), NoCluster.Instance)));
    }

    private static Task<ShardReply<JoinGroupResponse>> Join(RuntimeWorld<GroupShardState> world, string memberId) =>
        world.Send<JoinGroupResponse>((shard, turn, token) => shard.Decide(turn, (groups, decision) => groups.JoinGroup(
            new JoinGroupRequest
            {
                GroupId = "g",
                MemberId = memberId,
                SessionTimeoutMs = 10_000,
                RebalanceTimeoutMs = 60_000,
                ProtocolType = "consumer",
                Protocols = [new JoinGroupRequest.JoinGroupRequestProtocol { Name = "range" }],
            },
            new JoiningClient(token, 9, "client", "/127.0.0.1"),
            decision)));

    private static Task<ShardReply<SyncGroupResponse>> Sync(RuntimeWorld<GroupShardState> world, string memberId, byte[] assignment) =>
        world.Send<SyncGroupResponse>((shard, turn, token) => shard.Decide(turn, (groups, decision) => groups.SyncGroup(
            new SyncGroupRequest
            {
                GroupId = "g",
                MemberId = memberId,
                GenerationId = 1,
                Assignments = [new SyncGroupRequest.SyncGroupRequestAssignment { MemberId = memberId, Assignment = assignment }],
            },
            token,
            decision)));

    private static Task<ShardReply<HeartbeatResponse>> Heartbeat(RuntimeWorld<GroupShardState> world, string memberId) =>
        world.Send<HeartbeatResponse>((shard, turn, token) => shard.Decide(turn, token, (groups, decision) => groups.Heartbeat(
            new HeartbeatRequest { GroupId = "g", MemberId = memberId, GenerationId = 1 }, decision)));

    private static string FormGroup(RuntimeWorld<GroupShardState> world)
    {
        world.Load();
        var memberId = world.Answer(Join(world, "")).MemberId;
        var join = Join(world, memberId);
        world.Run();
        Assert.False(join.IsCompleted);
        world.Pass(3_000);
        Assert.Equal(1, world.Answer(join).GenerationId);
        return memberId;
    }

    [Fact]
    public void A_group_forms_over_the_runtime_and_survives_a_new_leadership()
    {
        var world = World();
        var memberId = FormGroup(world);
        Assert.Equal([7], world.Answer(Sync(world, memberId, [7])).Assignment);
        world.Runtime.Unload(0);
        Assert.Equal(ErrorCode.NotCoordinator, world.ErrorOf(Heartbeat(world, memberId)));
        world.Load();
        Assert.Equal(ErrorCode.None, world.Answer(Heartbeat(world, memberId)).ErrorCode);
        Assert.Equal([7], world.Answer(Sync(world, memberId, [])).Assignment);
    }

    [Fact]
    public void An_assignment_reaches_nobody_before_it_is_committed()
    {
        var world = World();
        var memberId = FormGroup(world);
        world.Log.IsCommittedAtOnce = false;
        var sync = Sync(world, memberId, [7]);
        world.Run();
        Assert.False(sync.IsCompleted);
        world.Log.Commit();
        Assert.Equal([7], world.Answer(sync).Assignment);
    }

    [Fact]
    public void A_silent_member_is_removed_by_the_shards_own_timer()
    {
        var world = World();
        var memberId = FormGroup(world);
        world.Answer(Sync(world, memberId, [7]));
        world.Pass(9_000);
        Assert.Equal(ErrorCode.None, world.Answer(Heartbeat(world, memberId)).ErrorCode);
        world.Pass(9_999);
        Assert.Single(world.Log.Records);
        world.Pass(1);
        Assert.Equal(2, world.Log.Records.Count);
        Assert.Equal(ErrorCode.UnknownMemberId, world.Answer(Heartbeat(world, memberId)).ErrorCode);
    }
}
