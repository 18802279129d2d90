using System.Text;
using CsCheck;
using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Metadata.Tests.Image;

public sealed class MetadataImageTests
{
    private static readonly string[] Names = ["a", "b.c", "b-c", "ccc", "__consumer_offsets"];

    private enum Step
    {
        Create,
        Delete,
        Grow,
        Configure,
        Restart,
        AllocateIds,
        ChangePartition,
        ChangeRegistration,
    }

    // One random administrator at work; what is refused is part of it.
    private static void Take(Fixture fixture, Step step, int which)
    {
        var name = Names[which % Names.Length];
        switch (step)
        {
            case Step.Create:
                fixture.CreateTopic(name, (which % 4) + 1, (short)((which % 3) + 1), ("retention.ms", which.ToString()));
                break;
            case Step.Delete:
                fixture.Apply(TopicDeletion.Decide(new DeleteTopicsRequest { Topics = [new() { Name = name }] }, 6, fixture.Context));
                break;
            case Step.Grow:
                var grown = new CreatePartitionsRequest { Topics = [new() { Name = name, Count = (which % 6) + 1, Assignments = null }] };
                fixture.Apply(PartitionCreation.Decide(grown, fixture.Context));
                break;
            case Step.Configure:
                fixture.Append([MetadataRecords.Of(new ConfigRecord
                {
                    ResourceType = (sbyte)(which % 2 == 0 ? ConfigResourceType.Topic : ConfigResourceType.Broker),
                    ResourceName = which % 2 == 0 ? name : "",
                    Name = "max.connections",
                    Value = which % 3 == 0 ? null : which.ToString(),
                })]);
                break;
            case Step.Restart:
                fixture.StartBroker((which % 3) + 1);
                break;
            case Step.ChangePartition:
                if (fixture.Image.Topics.Find(name)?.Id is { } topicId) fixture.Append([MetadataRecords.Of(AnyChange(topicId, which), 30)]);
                break;
            case Step.ChangeRegistration:
                var changed = new BrokerRegistrationChangeRecord { BrokerId = (which % 3) + 1, LogDirs = [new Uuid(which, 1)], CordonedLogDirs = which % 2 == 0 ? null : [new Uuid(which, 2)] };
                fixture.Append([MetadataRecords.Of(changed, 30)]);
                break;
            default:
                var broker = fixture.Image.Cluster.Broker(1)!;
                var request = new AllocateProducerIdsRequest { BrokerId = 1, BrokerEpoch = broker.Epoch.Value };
                fixture.Apply(ProducerIdAllocation.Decide(request, fixture.Context));
                break;
        }
    }

    // Every bit of the number decides whether one part of the partition changes.
    private static PartitionChangeRecord AnyChange(Uuid topicId, int which) => new()
    {
        TopicId = topicId,
        PartitionId = which % 2,
        Isr = (which & 1) == 0 ? null : [2],
        Leader = (which & 2) == 0 ? -2 : 2,
        Replicas = (which & 4) == 0 ? null : [2, 3],
        Directories = (which & 4) == 0 ? null : [new Uuid(1, which), new Uuid(2, which)],
        RemovingReplicas = (which & 8) == 0 ? null : [3],
        AddingReplicas = (which & 16) == 0 ? null : [2],
        EligibleLeaderReplicas = (which & 32) == 0 ? null : [3],
        LastKnownElr = (which & 64) == 0 ? null : [1],
        LeaderRecoveryState = (sbyte)((which % 3) - 1),
    };

    private static readonly Gen<List<(Step, int)>> Steps =
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 100]).List[0, 40];

    private static Fixture After(List<(Step, int)> steps)
    {
        var fixture = Fixture.WithBrokers(3);
        foreach (var (step, which) in steps) Take(fixture, step, which);
        return fixture;
    }

    [Fact]
    public void Replaying_the_log_in_one_run_gives_the_state_of_many() =>
        Steps.Sample(steps =>
        {
            var fixture = After(steps);
            Assert.Equal(ImageText.Of(fixture.Image), ImageText.Of(ImageText.Replayed(fixture.Log)));
        });

    [Fact]
    public void A_snapshot_replays_to_an_equal_image() =>
        Steps.Sample(steps =>
        {
            var image = After(steps).Image;
            Assert.Equal(ImageText.Of(image), ImageText.Of(ImageText.Replayed(MetadataSnapshot.Write(image))));
        });

    [Fact]
    public void Names_bytes_and_ids_find_the_same_topics() =>
        Steps.Sample(steps =>
        {
            var topics = After(steps).Image.Topics;
            Assert.Equal(topics.Count, topics.InNameOrder.Count);
            Assert.Equal(topics.InNameOrder.OrderBy(topic => topic.Name, StringComparer.Ordinal), topics.InNameOrder);
            foreach (var topic in topics.InNameOrder)
            {
                Assert.Same(topic, topics.Find(topic.Name));
                Assert.Same(topic, topics.Find(topic.Id));
                Assert.True(topics.TryFind(Encoding.UTF8.GetBytes(topic.Name), out var found));
                Assert.Same(topic, found);
                Assert.Equal(topic.Name, Encoding.UTF8.GetString(topic.NameBytes.Span));
            }

            foreach (var name in Names) Assert.Equal(topics.Find(name) is not null, topics.TryFind(Encoding.UTF8.GetBytes(name), out _));
        });

    [Fact]
    public void Decisions_leave_no_partition_without_a_leader_in_sync() =>
        Steps.Sample(steps =>
        {
            foreach (var topic in After(steps.FindAll(step => step.Item1 != Step.ChangePartition)).Image.Topics.InNameOrder)
            {
                foreach (var partition in topic.Partitions.ToArray())
                {
                    Assert.Contains(partition!.Leader, partition.Isr);
                    Assert.Empty(partition.Isr.Except(partition.Replicas));
                    Assert.Equal(partition.Replicas.Length, partition.Directories.Length);
                }
            }
        });

    [Fact]
    public void Finding_a_topic_by_bytes_allocates_nothing()
    {
        var fixture = Fixture.WithBrokers(1);
        fixture.CreateTopic("orders");
        var topics = fixture.Image.Topics;
        ReadOnlySpan<byte> name = "orders"u8;
        topics.TryFind(name, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++) topics.TryFind(name, out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Other_bytes_never_find_a_topic()
    {
        var fixture = Fixture.WithBrokers(1);
        fixture.CreateTopic("orders");

        Gen.Byte.Array[0, 8].Sample(bytes => fixture.Image.Topics.TryFind(bytes, out _) == (Encoding.Latin1.GetString(bytes) == "orders"));
        Assert.False(fixture.Image.Topics.TryFind("ordérs"u8, out _));
    }

    [Fact]
    public void A_change_tells_what_is_new_gone_and_different()
    {
        var fixture = Fixture.WithBrokers(1);
        var before = fixture.Image;
        var created = fixture.Append(TopicCreation.Decide(
            new CreateTopicsRequest
            {
                Topics =
                [
                    new() { Name = "b", NumPartitions = 2, ReplicationFactor = 1, Configs = [new() { Name = "retention.ms", Value = "1" }] },
                    new() { Name = "a", NumPartitions = 1, ReplicationFactor = 1 },
                ],
            },
            fixture.Context).Records);

        Assert.Same(before, created.Before);
        Assert.Equal(["b", "a"], created.Topics.Select(topic => topic.After!.Name));
        Assert.All(created.Topics, topic => Assert.True(topic.IsCreated));
        Assert.Equal(["b-0", "b-1", "a-0"], created.Partitions.Select(partition => $"{partition.Topic.Name}-{partition.Partition}"));
        Assert.Equal([ConfigResource.Topic("b")], created.Configs);
        Assert.False(created.HasClusterChange);
        Assert.Equal(0, before.Topics.Count);

        var restarted = fixture.Append(BrokerRegistration.Start(fixture.Context, 1));
        Assert.Equal(["a-0", "b-0", "b-1"], restarted.Partitions.Select(partition => $"{partition.Topic.Name}-{partition.Partition}"));
        Assert.All(restarted.Partitions, partition => Assert.Equal(partition.Before!.LeaderEpoch.Value + 1, partition.After!.LeaderEpoch.Value));

        var id = fixture.Image.Topics.Find("b")!.Id;
        var deleted = fixture.Append([MetadataRecords.Of(new RemoveTopicRecord { TopicId = id })]);
        Assert.True(Assert.Single(deleted.Topics).IsDeleted);
        Assert.Equal([ConfigResource.Topic("b")], deleted.Configs);
        Assert.All(deleted.Partitions, partition => Assert.Null(partition.After));
    }

    [Fact]
    public void A_topic_deleted_and_made_again_in_one_run_is_reported_as_both()
    {
        var fixture = Fixture.WithBrokers(1);
        var old = fixture.CreateTopic("a").TopicId;
        var id = new Uuid(3, 3);
        var change = fixture.Append(
        [
            MetadataRecords.Of(new RemoveTopicRecord { TopicId = old }),
            MetadataRecords.Of(new TopicRecord { Name = "a", TopicId = id }),
            MetadataRecords.Of(new PartitionRecord { TopicId = id, PartitionId = 0, Replicas = [1], Isr = [1], Leader = 1, Directories = [Uuid.Zero] }, 30),
        ]);

        Assert.Equal([(old, true), (id, false)], change.Topics.Select(topic => ((topic.Before ?? topic.After)!.Id, topic.IsDeleted)));
        Assert.Equal(id, change.After.Topics.Find("a")!.Id);
    }

    [Fact]
    public void Records_of_a_transaction_appear_together_or_not_at_all()
    {
        var replay = new MetadataReplay(MetadataImage.Empty);
        var topic = MetadataRecords.Of(new TopicRecord { Name = "a", TopicId = new Uuid(1, 1) });
        replay.Apply([Marker<BeginTransactionRecord>(BeginTransactionRecord.RecordType), topic], 1, 0);
        Assert.True(replay.IsInTransaction);
        Assert.Equal(0, replay.Image.Topics.Count);
        replay.Apply([Marker<AbortTransactionRecord>(AbortTransactionRecord.RecordType)], 2, 0);
        Assert.Equal(0, replay.Image.Topics.Count);

        replay.Apply([Marker<BeginTransactionRecord>(BeginTransactionRecord.RecordType)], 3, 0);
        replay.Apply([topic], 4, 0);
        replay.Apply([Marker<EndTransactionRecord>(EndTransactionRecord.RecordType)], 5, 0);
        Assert.False(replay.IsInTransaction);
        Assert.Equal((1, 5), (replay.Image.Topics.Count, replay.Image.LastOffset));
    }

    [Fact]
    public void Quotas_credentials_and_acls_are_kept_until_they_are_taken_back()
    {
        var acl = new AccessControlEntryRecord { Id = new Uuid(1, 1), ResourceName = "t", Principal = "User:a", Host = "*" };
        var quota = new ClientQuotaRecord { Entity = [new() { EntityType = "user", EntityName = null }], Key = "k", Value = 1 };
        var records = new List<IMetadataRecord>
        {
            new MetadataRecord<AccessControlEntryRecord>(AccessControlEntryRecord.RecordType, 0, acl),
            new MetadataRecord<ClientQuotaRecord>(ClientQuotaRecord.RecordType, 0, quota),
            new MetadataRecord<UserScramCredentialRecord>(UserScramCredentialRecord.RecordType, 0, new UserScramCredentialRecord { Name = "u", Mechanism = 1 }),
        };
        var image = ImageText.Replayed(records);
        Assert.Equal(3, MetadataSnapshot.Write(image).Count());
        Assert.Equal(ImageText.Of(image), ImageText.Of(ImageText.Replayed(MetadataSnapshot.Write(image))));

        quota.Remove = true;
        records.Add(new MetadataRecord<ClientQuotaRecord>(ClientQuotaRecord.RecordType, 0, quota));
        records.Add(new MetadataRecord<RemoveAccessControlEntryRecord>(RemoveAccessControlEntryRecord.RecordType, 0, new RemoveAccessControlEntryRecord { Id = acl.Id }));
        records.Add(new MetadataRecord<RemoveUserScramCredentialRecord>(RemoveUserScramCredentialRecord.RecordType, 0, new RemoveUserScramCredentialRecord { Name = "u", Mechanism = 1 }));
        Assert.Empty(MetadataSnapshot.Write(ImageText.Replayed(records)));
    }

    [Fact]
    public void A_registration_changes_by_the_records_of_its_kind()
    {
        var fixture = Fixture.WithBrokers(2);
        fixture.Append([new MetadataRecord<FenceBrokerRecord>(FenceBrokerRecord.RecordType, 0, new FenceBrokerRecord { Id = 1 })]);
        Assert.False(fixture.Image.Cluster.IsActive(1));
        fixture.Append([MetadataRecords.Of(new UnfenceBrokerRecord { Id = 1 })]);
        Assert.True(fixture.Image.Cluster.IsActive(1));
        fixture.Append([MetadataRecords.Of(new BrokerRegistrationChangeRecord { BrokerId = 1, Fenced = 1, InControlledShutdown = 1, LogDirs = [new Uuid(8, 8)] }, 30)]);
        var broker = fixture.Image.Cluster.Broker(1)!;
        Assert.Equal((true, true, new Uuid(8, 8)), (broker.IsFenced, broker.IsInControlledShutdown, broker.LogDirs[0]));
        fixture.Append([MetadataRecords.Of(new UnregisterBrokerRecord { BrokerId = 1 })]);
        Assert.Null(fixture.Image.Cluster.Broker(1));
        Assert.NotNull(fixture.Image.Cluster.Broker(2));
    }

    private static MetadataRecord<TBody> Marker<TBody>(short type) where TBody : struct, IWireMessage<TBody> => new(type, 0, new TBody());
}
