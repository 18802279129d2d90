using CsCheck;
using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups.Consumer;

public sealed class ConsumerModelTests
{
    private static readonly Gen<(int Member, int Action)[]> Steps = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 99]).Array[0, 200];

    [Fact]
    public void Members_that_come_go_and_fail_share_partitions_and_lose_no_offset() =>
        Steps.Sample(steps => new Run(hasClassicMembers: false).Play(steps), iter: 150);

    [Fact]
    public void Members_of_both_protocols_share_partitions_and_lose_no_offset() =>
        Steps.Sample(steps => new Run(hasClassicMembers: true).Play(steps), iter: 150);

    /// <summary>One group, five members, two topics.</summary>
    private sealed class Run
    {
        private readonly GroupScenario _scenario = new(new GroupCoordinatorOptions { InitialRebalanceDelayMs = 0 });
        private readonly ITestMember[] _members;
        private readonly Dictionary<(string Topic, int Partition), long> _committed = [];
        private int _lastId;

        public Run(bool hasClassicMembers)
        {
            _scenario.Cluster.Set("t", 3);
            _scenario.Cluster.Set("u", 2);
            string[] topics = ["t", "u"];
            _members =
            [
                new ConsumerTestMember(_scenario, "a", topics),
                new ConsumerTestMember(_scenario, "b", topics),
                new ConsumerTestMember(_scenario, "s", topics, "static"),
                hasClassicMembers ? new ClassicTestMember(_scenario, topics) : new ConsumerTestMember(_scenario, "c", ["t"]),
                hasClassicMembers ? new ClassicTestMember(_scenario, topics) : new ConsumerTestMember(_scenario, "d", ["u"]),
            ];
        }

        public void Play((int Member, int Action)[] steps)
        {
            foreach (var (member, action) in steps)
            {
                Act(_members[member], action);
                CheckOwners();
                CheckOffsets(_scenario.Coordinator);
                CheckReplay();
            }

            CheckLiveness();
        }

        private void Act(ITestMember member, int action)
        {
            switch (action)
            {
                case < 45: member.Step(); break;
                case < 65: member.Reconcile(); break;
                case < 70: member.StepUnanswered(); break;
                case < 78: Commit(member, action); break;
                case < 82: member.Close($"m{++_lastId}"); break;
                case < 85: member.Crash($"m{++_lastId}"); break;
                case < 93: _scenario.Wait((action - 84) * 400); break;
                case < 95: _scenario.Wait(20_000); break;
                case < 96: _scenario.Cluster.Set("t", Math.Min(9, _scenario.Cluster.PartitionCountOf("t") + 1)); break;
                case < 97: Recreate(); break;
                default: FailOver(); break;
            }
        }

        private void Commit(ITestMember member, int action)
        {
            if (member.Owned.Count == 0) return;
            var (topicId, partition) = member.Owned.First();
            if (_scenario.Cluster.NameOf(topicId) is not { } topic) return;
            var offset = _committed.GetValueOrDefault((topic, partition)) + action;
            if (member.Commit(topic, partition, offset) == ErrorCode.None) _committed[(topic, partition)] = offset;
        }

        private void Recreate()
        {
            _scenario.Cluster.Delete("u");
            _scenario.Decide(decision => _scenario.Coordinator.OnTopicsDeleted(new HashSet<string> { "u" }, decision));
            foreach (var gone in _committed.Keys.Where(key => key.Topic == "u").ToList()) _committed.Remove(gone);
            _scenario.Cluster.Set("u", 2);
        }

        private void FailOver()
        {
            _scenario.FailOver();
            foreach (var member in _members.OfType<ClassicTestMember>()) member.OnCoordinatorLost();
        }

        /// <summary>Among members that the group knows nobody reads what another reads.</summary>
        private void CheckOwners()
        {
            var group = _scenario.Coordinator.DescribeConsumerGroup(GroupScenario.GroupId);
            if (group.ErrorCode != ErrorCode.None) return;
            var assigned = new HashSet<(Uuid, int)>();
            foreach (var member in group.Members)
                foreach (var topic in member.Assignment.TopicPartitions)
                    Assert.All(topic.Partitions, partition => Assert.True(assigned.Add((topic.TopicId, partition))));
            var known = group.Members.Select(member => member.MemberId).ToHashSet();
            var owned = new HashSet<(Uuid, int)>();
            foreach (var member in _members.Where(member => known.Contains(member.Id)))
                Assert.All(member.Owned, partition => Assert.True(owned.Add(partition), Picture()));
        }

        private string Picture() => string.Join('\n', _members.Select(member => $"{member.Id} reads {string.Join(' ', member.Owned)}")
            .Prepend(Text(_scenario.Coordinator)));

        private void CheckOffsets(GroupCoordinator coordinator)
        {
            foreach (var ((topic, partition), offset) in _committed)
            {
                var fetched = coordinator.OffsetFetch(new OffsetFetchRequest.OffsetFetchRequestGroup
                {
                    GroupId = GroupScenario.GroupId,
                    MemberEpoch = -1,
                    Topics = [new OffsetFetchRequest.OffsetFetchRequestTopics { Name = topic, PartitionIndexes = [partition] }],
                });
                Assert.Equal(offset, fetched.Topics[0].Partitions[0].CommittedOffset);
            }
        }

        private void CheckReplay()
        {
            var replayed = _scenario.Replay();
            CheckOffsets(replayed);
            Assert.Equal(Text(_scenario.Coordinator), Text(replayed));
        }

        private static string Text(GroupCoordinator coordinator)
        {
            var group = coordinator.DescribeConsumerGroup(GroupScenario.GroupId);
            if (group.ErrorCode != ErrorCode.None) return $"{group.ErrorCode}";
            return string.Join('\n', group.Members.Select(member =>
                $"{member.MemberId} {member.InstanceId} {member.MemberEpoch} {member.MemberType} {Text(member.Assignment)} {Text(member.TargetAssignment)}")
                .Prepend($"{group.GroupState} {group.GroupEpoch} {group.AssignmentEpoch} {group.AssignorName}"));
        }

        private static string Text(in ConsumerGroupDescribeResponse.Assignment assignment) =>
            string.Join(' ', assignment.TopicPartitions.Select(topic => $"{topic.TopicName}:{string.Join(',', topic.Partitions)}"));

        /// <summary>When nothing fails any more, every partition finds a reader.</summary>
        private void CheckLiveness()
        {
            for (var round = 0; round < 60; round++)
            {
                foreach (var member in _members)
                {
                    member.Reconcile();
                    member.Step();
                    member.Reconcile();
                }

                _scenario.Wait(2_500);
            }

            CheckOwners();
            var expected = new[] { "t", "u" }.SelectMany(topic => Enumerable.Range(0, _scenario.Cluster.PartitionCountOf(topic))
                .Select(partition => (_scenario.Cluster.IdOf(topic), partition)));
            var owned = _members.SelectMany(member => member.Owned).Order();
            Assert.True(expected.Order().SequenceEqual(owned), Picture());
            Assert.Equal("Stable", _scenario.Coordinator.DescribeConsumerGroup(GroupScenario.GroupId).GroupState);
        }
    }
}
