using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests;

/// <summary>What the broker tells about itself and its topics.</summary>
internal static class ClusterCases
{
    public static void ApiVersions(WireConnection wire, short version)
    {
        var response = wire.Ask<ApiVersionsRequest, ApiVersionsResponse>(ApiKey.ApiVersions, version, new()
        {
            ClientSoftwareName = "broker-tests", ClientSoftwareVersion = "1.0",
        });
        Assert.Equal(ErrorCode.None, response.ErrorCode);
        Assert.Equal(ApiCases.All.Keys.Except(ApiCases.NotAdvertised).Order(), response.ApiKeys.Select(api => (ApiKey)api.ApiKey));
        if (version < 3) return;
        Assert.Contains(response.FinalizedFeatures, feature => feature.Name == "metadata.version");
        Assert.Contains(response.FinalizedFeatures, feature => feature is { Name: "kraft.version", MaxVersionLevel: 1 });
        // Clients of version 3 take a lowest level of 0 for an error.
        Assert.Equal(version >= 4, response.SupportedFeatures.Any(feature => feature is { Name: "kraft.version", MinVersion: 0, MaxVersion: 1 }));
    }

    public static void Metadata(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.Metadata, version);
        var id = Plausible.CreateTopic(wire, name, partitionCount: 2);
        AssertDescribes(AskMetadata(wire, version, [new() { Name = name }]), version, name, id);
        AssertDescribes(AskMetadata(wire, version, version == 0 ? [] : null), version, name, id);
        if (version >= 12) AssertDescribes(AskMetadata(wire, version, [new() { Name = null, TopicId = id }]), version, name, id);
        if (version >= 1) Assert.Empty(AskMetadata(wire, version, []).Topics);
        Assert.Equal(ErrorCode.InvalidTopicException, AskMetadata(wire, version, [new() { Name = "no/such/name" }]).Topics.Single().ErrorCode);
        if (version < 4) return;
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, AskMetadata(wire, version, [new() { Name = "never-made" }], mayCreate: false).Topics.Single().ErrorCode);
    }

    public static void DescribeCluster(WireConnection wire, short version)
    {
        var response = wire.Ask<DescribeClusterRequest, DescribeClusterResponse>(ApiKey.DescribeCluster, version, new()
        {
            IncludeClusterAuthorizedOperations = true, IncludeFencedBrokers = version >= 2,
        });
        Assert.Equal((ErrorCode.None, response.Brokers.Single().BrokerId), (response.ErrorCode, response.ControllerId));
        Assert.NotEqual(int.MinValue, response.ClusterAuthorizedOperations);
    }

    public static void DescribeQuorum(WireConnection wire, short version)
    {
        var first = Ask("__cluster_metadata").Topics.Single().Partitions.Single();
        Plausible.CreateTopic(wire, Plausible.Name(ApiKey.DescribeQuorum, version));
        var response = Ask("__cluster_metadata");
        var partition = response.Topics.Single().Partitions.Single();
        Assert.Equal((ErrorCode.None, ErrorCode.None, 1), (response.ErrorCode, partition.ErrorCode, partition.LeaderId));
        Assert.Equal(first.LeaderEpoch, partition.LeaderEpoch);
        Assert.True(partition.LeaderEpoch > 0 && partition.HighWatermark > first.HighWatermark, $"{first.HighWatermark} {partition.HighWatermark}");
        var voter = partition.CurrentVoters.Single();
        Assert.Equal((1, partition.HighWatermark), (voter.ReplicaId, voter.LogEndOffset));
        Assert.Empty(partition.Observers);
        if (version >= 1) Assert.True(voter.LastFetchTimestamp > 0 && voter.LastFetchTimestamp == voter.LastCaughtUpTimestamp);
        if (version >= 2) Assert.NotEqual(Uuid.Zero, voter.ReplicaDirectoryId);
        if (version >= 2) Assert.Equal((1, "127.0.0.1"), (response.Nodes.Single().NodeId, response.Nodes.Single().Listeners.Single().Host));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, Ask("orders").Topics.Single().Partitions.Single().ErrorCode);

        DescribeQuorumResponse Ask(string topic) => wire.Ask<DescribeQuorumRequest, DescribeQuorumResponse>(ApiKey.DescribeQuorum, version, new()
        {
            Topics = [new() { TopicName = topic, Partitions = [new() { PartitionIndex = 0 }] }],
        });
    }

    public static void DescribeTopicPartitions(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.DescribeTopicPartitions, version);
        var id = Plausible.CreateTopic(wire, name, partitionCount: 3);
        var first = Ask(null);
        Assert.Equal((ErrorCode.None, id, 2), (first.Topics.Single().ErrorCode, first.Topics.Single().TopicId, first.Topics.Single().Partitions.Length));
        Assert.Equal((name, 2), (first.NextCursor!.Value.TopicName, first.NextCursor.Value.PartitionIndex));
        var second = Ask(new() { TopicName = name, PartitionIndex = 2 });
        Assert.Equal(2, second.Topics.Single().Partitions.Single().PartitionIndex);
        Assert.Null(second.NextCursor);

        DescribeTopicPartitionsResponse Ask(DescribeTopicPartitionsRequest.CursorData? cursor) =>
            wire.Ask<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>(ApiKey.DescribeTopicPartitions, version, new()
            {
                Topics = [new() { Name = name }], ResponsePartitionLimit = 2, Cursor = cursor,
            });
    }

    public static void DescribeLogDirs(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.DescribeLogDirs, version);
        Plausible.CreateFilledTopic(wire, name);
        foreach (var topics in new DescribeLogDirsRequest.DescribableLogDirTopic[]?[] { null, [new() { Topic = name, Partitions = [0] }] })
        {
            var response = wire.Ask<DescribeLogDirsRequest, DescribeLogDirsResponse>(ApiKey.DescribeLogDirs, version, new() { Topics = topics });
            var directory = response.Results.Single();
            Assert.Equal(ErrorCode.None, directory.ErrorCode);
            Assert.True(directory.Topics.Single(topic => topic.Name == name).Partitions.Single().PartitionSize > 0);
        }
    }

    public static void GetTelemetrySubscriptions(WireConnection wire, short version)
    {
        var response = wire.Ask<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse>(
            ApiKey.GetTelemetrySubscriptions, version, new());
        Assert.Equal(ErrorCode.None, response.ErrorCode);
        Assert.NotEqual(Uuid.Zero, response.ClientInstanceId);
        Assert.Empty(response.RequestedMetrics);
    }

    public static void PushTelemetry(WireConnection wire, short version)
    {
        var response = wire.Ask<PushTelemetryRequest, PushTelemetryResponse>(ApiKey.PushTelemetry, version, new()
        {
            ClientInstanceId = new Uuid(1, 2), SubscriptionId = 5, Metrics = [1, 2, 3],
        });
        Assert.Equal(ErrorCode.UnknownSubscriptionId, response.ErrorCode);
    }

    public static void UpdateFeatures(WireConnection wire, short version)
    {
        var finalized = wire.Ask<ApiVersionsRequest, ApiVersionsResponse>(ApiKey.ApiVersions, 4, new()
        {
            ClientSoftwareName = "broker-tests", ClientSoftwareVersion = "1.0",
        }).FinalizedFeatures.Single(feature => feature.Name == "metadata.version");
        var same = Ask(new() { Feature = finalized.Name, MaxVersionLevel = finalized.MaxVersionLevel });
        Assert.Equal(ErrorCode.None, same.ErrorCode);
        Assert.Equal(version <= 1 ? [finalized.Name] : [], same.Results.Select(result => result.Feature));
        var unknown = Ask(new() { Feature = "no.such.feature", MaxVersionLevel = 1 });
        Assert.Equal(ErrorCode.InvalidUpdateVersion, unknown.ErrorCode);
        Assert.Contains("no.such.feature", unknown.ErrorMessage);

        UpdateFeaturesResponse Ask(UpdateFeaturesRequest.FeatureUpdateKey update) =>
            wire.Ask<UpdateFeaturesRequest, UpdateFeaturesResponse>(ApiKey.UpdateFeatures, version, new()
            {
                FeatureUpdates = [update], ValidateOnly = version >= 1,
            });
    }

    private static MetadataResponse AskMetadata(
        WireConnection wire, short version, MetadataRequest.MetadataRequestTopic[]? topics, bool mayCreate = true) =>
        wire.Ask<MetadataRequest, MetadataResponse>(ApiKey.Metadata, version, new()
        {
            Topics = topics,
            AllowAutoTopicCreation = mayCreate || version < 4,
            IncludeTopicAuthorizedOperations = version >= 8,
            IncludeClusterAuthorizedOperations = version is >= 8 and <= 10,
        });

    private static void AssertDescribes(in MetadataResponse response, short version, string name, Uuid id)
    {
        var topic = response.Topics.Single(candidate => candidate.Name == name);
        Assert.Equal((ErrorCode.None, 2), (topic.ErrorCode, topic.Partitions.Length));
        Assert.All(topic.Partitions, partition => Assert.Equal((ErrorCode.None, 1), (partition.ErrorCode, partition.IsrNodes.Length)));
        if (version >= 10) Assert.Equal(id, topic.TopicId);
        if (version >= 1) Assert.Equal(response.Brokers.Single().NodeId, response.ControllerId);
        if (version >= 2) Assert.NotEmpty(response.ClusterId!);
        if (version >= 8) Assert.NotEqual(int.MinValue, topic.TopicAuthorizedOperations);
    }
}
