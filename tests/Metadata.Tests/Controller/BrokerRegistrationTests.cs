using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Metadata.Tests.Controller;

public sealed class BrokerRegistrationTests
{
    [Fact]
    public void A_broker_is_registered_fenced_under_the_offset_of_its_record_and_then_serves()
    {
        var fixture = new Fixture();
        var offset = fixture.NextOffset;
        var response = fixture.Register(1, new Uuid(1, 1), "r");

        Assert.Equal(offset, response.BrokerEpoch);
        Assert.Equal((offset, true, "r"), (Broker(fixture).Epoch.Value, Broker(fixture).IsFenced, Broker(fixture).Rack));
        Assert.Equal(9092, Broker(fixture).EndpointOf("PLAINTEXT")!.Value.Port);
        Assert.Null(Broker(fixture).EndpointOf("SSL"));
        fixture.Append(BrokerRegistration.Start(fixture.Context, 1));
        Assert.False(Broker(fixture).IsFenced);
        Assert.True(fixture.Image.Cluster.IsActive(1));
    }

    [Fact]
    public void Every_start_gives_each_partition_a_new_leader_epoch()
    {
        var fixture = Fixture.WithBrokers(1);
        fixture.CreateTopic("a", partitions: 2);
        fixture.StartBroker(1);
        fixture.StartBroker(1);

        foreach (var partition in fixture.Image.Topics.Find("a")!.Partitions.ToArray())
            Assert.Equal((1, new LeaderEpoch(2), 2), (partition!.Leader, partition.LeaderEpoch, partition.PartitionEpoch));
    }

    [Fact]
    public void A_partition_without_a_leader_gets_its_in_sync_replica_back()
    {
        var fixture = Fixture.WithBrokers(1);
        fixture.CreateTopic("a");
        var topic = fixture.Image.Topics.Find("a")!;
        fixture.Append([MetadataRecords.Of(new PartitionChangeRecord { TopicId = topic.Id, PartitionId = 0, Leader = PartitionImage.NoLeader }, 30)]);
        Assert.Equal(-1, fixture.Image.Topics.Find("a")!.Partition(0)!.Leader);
        fixture.Append(BrokerRegistration.Start(fixture.Context, 1));

        Assert.Equal(1, fixture.Image.Topics.Find("a")!.Partition(0)!.Leader);
    }

    [Fact]
    public void A_repeated_registration_keeps_epoch_and_fence()
    {
        var fixture = Fixture.WithBrokers(1);
        var broker = Broker(fixture);
        var response = fixture.Register(1, broker.IncarnationId, isPreviousAlive: true);

        Assert.Equal(broker.Epoch.Value, response.BrokerEpoch);
        Assert.False(Broker(fixture).IsFenced);
    }

    [Fact]
    public void A_second_run_beside_a_living_one_is_refused()
    {
        var fixture = Fixture.WithBrokers(1);

        Assert.Equal(ErrorCode.DuplicateBrokerRegistration, fixture.Register(1, new Uuid(5, 5), isPreviousAlive: true).ErrorCode);
        Assert.Equal(ErrorCode.None, fixture.Register(1, new Uuid(5, 5)).ErrorCode);
    }

    [Fact]
    public void A_broker_of_another_cluster_or_without_a_finalized_feature_is_refused()
    {
        var fixture = new Fixture();
        var request = new BrokerRegistrationRequest { BrokerId = 1, ClusterId = "other", Features = FeatureCatalog.Built.Supported() };
        ErrorCode Try(BrokerRegistrationRequest asked) =>
            BrokerRegistration.Register(asked, fixture.Context, Fixture.ClusterId, 9, false).Response.ErrorCode;

        Assert.Equal(ErrorCode.InconsistentClusterId, Try(request));
        request.ClusterId = Fixture.ClusterId;
        Assert.Equal(ErrorCode.None, Try(request));
        fixture.Append([MetadataRecords.Of(new FeatureLevelRecord { Name = "not.built.version", FeatureLevel = 1 })]);
        Assert.Equal(ErrorCode.UnsupportedVersion, Try(request));
        fixture.Append(FeatureCatalog.Built.Withdraw(fixture.Image.Features));
        Assert.Equal(ErrorCode.None, Try(request));
    }

    [Fact]
    public void Producer_ids_come_in_blocks_that_never_overlap()
    {
        var fixture = Fixture.WithBrokers(1);
        var request = new AllocateProducerIdsRequest { BrokerId = 1, BrokerEpoch = Broker(fixture).Epoch.Value };
        var first = fixture.Apply(ProducerIdAllocation.Decide(request, fixture.Context));
        var second = fixture.Apply(ProducerIdAllocation.Decide(request, fixture.Context));

        Assert.Equal((0, 1000), (first.ProducerIdStart, first.ProducerIdLen));
        Assert.Equal((1000, 1000), (second.ProducerIdStart, second.ProducerIdLen));
        request.BrokerEpoch--;
        Assert.Equal(ErrorCode.StaleBrokerEpoch, ProducerIdAllocation.Decide(request, fixture.Context).Response.ErrorCode);
        request.BrokerId = 2;
        Assert.Equal(ErrorCode.BrokerIdNotRegistered, ProducerIdAllocation.Decide(request, fixture.Context).Response.ErrorCode);
    }

    [Fact]
    public void A_metadata_version_beyond_ours_is_told_before_anything_is_served()
    {
        var fixture = new Fixture();
        Assert.Null(FeatureCatalog.Check(fixture.Image.Features));
        fixture.Append([MetadataRecords.Of(new FeatureLevelRecord { Name = "metadata.version", FeatureLevel = 33 })]);

        Assert.Contains("33", FeatureCatalog.Check(fixture.Image.Features));
        Assert.NotNull(FeatureCatalog.Check(MetadataImage.Empty.Features));
    }

    private static BrokerImage Broker(Fixture fixture) => fixture.Image.Cluster.Broker(1)!;
}
