using CsCheck;
using Levada.Coordination.Groups;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups;

public sealed class GroupModelTests
{
    private static readonly GroupCoordinatorOptions Options = new() { InitialRebalanceDelayMs = 500 };

    private static readonly Gen<(int Consumer, int Action)[]> Steps =
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 99]).Array[0, 300];

    [Fact]
    public void Members_that_come_go_and_fail_keep_every_promise_of_a_group() => Steps.Sample(Run, iter: 400);

    private static void Run((int Consumer, int Action)[] steps)
    {
        var scenario = new GroupScenario(Options);
        var history = new GroupHistory();
        var consumers = Enumerable.Range(0, 5)
            .Select(i => new SimulatedConsumer(scenario, history, i < 2 ? $"static{i}" : null, $"t{i}")).ToArray();
        var offset = 0L;
        foreach (var (consumer, action) in steps)
        {
            Act(scenario, history, consumers, consumers[consumer], action, ++offset);
            CheckCommitted(scenario, history, scenario.Coordinator);
            CheckReplay(scenario, history);
        }

        CheckNobodyWaitsForever(scenario, consumers);
        CheckReplay(scenario, history);
    }

    private static void Act(
        GroupScenario scenario, GroupHistory history, SimulatedConsumer[] all, SimulatedConsumer consumer, int action, long offset)
    {
        switch (action)
        {
            case < 70: consumer.Step(); break;
            case < 80: consumer.Commit(offset); break;
            case < 84: consumer.Leave(); break;
            case < 87: consumer.Crash(); break;
            case < 97: scenario.Wait(action * 20); break;
            case < 99: scenario.Wait(10_000); break;
            default:
                scenario.FailOver();
                foreach (var one in all) one.OnCoordinatorLost();
                history.OnFailover(PersistedGeneration(scenario));
                break;
        }
    }

    private static void CheckCommitted(GroupScenario scenario, GroupHistory history, GroupCoordinator coordinator)
    {
        foreach (var (topic, offset) in history.Committed)
        {
            var fetched = coordinator.OffsetFetch(new OffsetFetchRequest.OffsetFetchRequestGroup
            {
                GroupId = GroupScenario.GroupId,
                Topics = [new OffsetFetchRequest.OffsetFetchRequestTopics { Name = topic, PartitionIndexes = [0] }],
            });
            Assert.Equal(offset, fetched.Topics[0].Partitions[0].CommittedOffset);
        }
    }

    private static void CheckReplay(GroupScenario scenario, GroupHistory history)
    {
        var replayed = scenario.Replay();
        CheckCommitted(scenario, history, replayed);
        if (scenario.State == "Stable") Assert.Equal(Text(scenario.Describe()), Text(replayed.DescribeGroup(GroupScenario.GroupId, 6)));
    }

    private static void CheckNobodyWaitsForever(GroupScenario scenario, SimulatedConsumer[] consumers)
    {
        var waiting = consumers.SelectMany(consumer => consumer.Waiting).ToList();
        scenario.Wait(10 * 60_000);
        Assert.All(waiting, token => Assert.True(scenario.IsAnswered(token)));
    }

    private static int PersistedGeneration(GroupScenario scenario)
    {
        var records = scenario.Log.Where(record => record.Key[1] == 2).ToList();
        if (records.Count == 0 || records[^1].Value is not { } value) return 0;
        // Version, the protocol type's length and its text stand before the generation.
        var start = 4 + System.Buffers.Binary.BinaryPrimitives.ReadInt16BigEndian(value.AsSpan(2));
        return System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(value.AsSpan(start));
    }

    private static string Text(DescribeGroupsResponse.DescribedGroup group) =>
        string.Join('\n', group.Members.Select(member =>
            $"{member.MemberId} {member.GroupInstanceId} {Convert.ToHexString(member.MemberMetadata)} {Convert.ToHexString(member.MemberAssignment)}")
            .Prepend($"{group.GroupState} {group.ProtocolType} {group.ProtocolData}"));
}
