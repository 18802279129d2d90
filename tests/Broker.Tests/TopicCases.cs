using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests;

/// <summary>Topics and configurations, made and changed.</summary>
internal static class TopicCases
{
    private const sbyte TopicResource = 2;
    private const sbyte ClientMetricsResource = 16;
    private const sbyte GroupResource = 32;
    private const sbyte BrokerResource = 4;
    private const sbyte SetOperation = 0;
    private const sbyte DeleteOperation = 1;
    private const sbyte DynamicTopicSource = 1;

    public static void CreateTopics(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.CreateTopics, version);
        var request = new CreateTopicsRequest
        {
            Topics =
            [
                new() { Name = name, NumPartitions = 2, ReplicationFactor = 1, Configs = [new() { Name = "retention.ms", Value = "5000" }] },
                new() { Name = "bad name", NumPartitions = 1, ReplicationFactor = 1 },
                new() { Name = name + "-3", NumPartitions = 1, ReplicationFactor = 3 },
                new() { Name = name + "-config", NumPartitions = 1, ReplicationFactor = 1, Configs = [new() { Name = "no.such.config", Value = "1" }] },
            ],
            ValidateOnly = true,
        };
        AssertCreated(wire.Ask<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics, version, request), version, name, isReal: false);
        request.ValidateOnly = false;
        AssertCreated(wire.Ask<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics, version, request), version, name, isReal: true);
        var again = wire.Ask<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics, version, request);
        Assert.Equal(ErrorCode.TopicAlreadyExists, again.Topics.Single(topic => topic.Name == name).ErrorCode);
    }

    public static void DeleteTopics(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.DeleteTopics, version);
        var id = Plausible.CreateFilledTopic(wire, name);
        Assert.Equal(ErrorCode.None, Delete(wire, version, name));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, Delete(wire, version, name));
        if (version < 6) return;
        Assert.NotEqual(id, id = Plausible.CreateTopic(wire, name));
        var byId = wire.Ask<DeleteTopicsRequest, DeleteTopicsResponse>(ApiKey.DeleteTopics, version, new()
        {
            Topics = [new() { TopicId = id }, new() { TopicId = new Uuid(1, 1) }], TimeoutMs = 10_000,
        });
        Assert.Equal([ErrorCode.None, ErrorCode.UnknownTopicId], byId.Responses.Select(response => response.ErrorCode).Order());
    }

    public static void CreatePartitions(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.CreatePartitions, version);
        Plausible.CreateTopic(wire, name);
        Assert.Equal(ErrorCode.None, Grow(count: 4));
        Assert.Equal(ErrorCode.InvalidPartitions, Grow(count: 2));

        ErrorCode Grow(int count) => wire.Ask<CreatePartitionsRequest, CreatePartitionsResponse>(ApiKey.CreatePartitions, version, new()
        {
            Topics = [new() { Name = name, Count = count, Assignments = null }], TimeoutMs = 10_000,
        }).Results.Single().ErrorCode;
    }

    public static void DescribeConfigs(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.DescribeConfigs, version);
        Plausible.CreateTopic(wire, name);
        var response = wire.Ask<DescribeConfigsRequest, DescribeConfigsResponse>(ApiKey.DescribeConfigs, version, new()
        {
            Resources =
            [
                new() { ResourceType = TopicResource, ResourceName = name, ConfigurationKeys = null },
                new() { ResourceType = TopicResource, ResourceName = name, ConfigurationKeys = ["cleanup.policy"] },
                new() { ResourceType = BrokerResource, ResourceName = "1", ConfigurationKeys = ["log.retention.ms", "log.dirs"] },
                new() { ResourceType = TopicResource, ResourceName = "no-such-topic", ConfigurationKeys = null },
            ],
            IncludeSynonyms = true,
            IncludeDocumentation = version >= 3,
        });
        Assert.Equal(
            [ErrorCode.None, ErrorCode.None, ErrorCode.None, ErrorCode.UnknownTopicOrPartition],
            response.Results.Select(result => result.ErrorCode));
        Assert.True(response.Results[0].Configs.Length > 20);
        Assert.Equal(("cleanup.policy", "delete"), response.Results[1].Configs.Select(config => (config.Name, config.Value)).Single());
        Assert.Equal(["log.dirs", "log.retention.ms"], response.Results[2].Configs.Select(config => config.Name).Order());
    }

    public static void AlterConfigs(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.AlterConfigs, version);
        Plausible.CreateTopic(wire, name);
        Assert.Equal(ErrorCode.None, Alter("retention.ms", "1234"));
        Assert.Equal("1234", DynamicConfigs(wire, name)["retention.ms"]);
        Assert.Equal(ErrorCode.None, Alter("segment.bytes", "2000000"));
        Assert.Equal(["segment.bytes"], DynamicConfigs(wire, name).Keys);
        Assert.Equal(ErrorCode.InvalidConfig, Alter("retention.ms", "soon"));

        ErrorCode Alter(string config, string value) => wire.Ask<AlterConfigsRequest, AlterConfigsResponse>(ApiKey.AlterConfigs, version, new()
        {
            Resources = [new() { ResourceType = TopicResource, ResourceName = name, Configs = [new() { Name = config, Value = value }] }],
        }).Responses.Single().ErrorCode;
    }

    public static void IncrementalAlterConfigs(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.IncrementalAlterConfigs, version);
        Plausible.CreateTopic(wire, name);
        Assert.Equal(ErrorCode.None, Alter("retention.ms", SetOperation, "1234"));
        Assert.Equal(ErrorCode.None, Alter("segment.bytes", SetOperation, "2000000"));
        Assert.Equal(["retention.ms", "segment.bytes"], DynamicConfigs(wire, name).Keys.Order());
        Assert.Equal(ErrorCode.None, Alter("retention.ms", DeleteOperation, null));
        Assert.Equal(["segment.bytes"], DynamicConfigs(wire, name).Keys);
        Assert.Equal(ErrorCode.InvalidConfig, Alter("retention.ms", SetOperation, "soon"));

        ErrorCode Alter(string config, sbyte operation, string? value) =>
            wire.Ask<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(ApiKey.IncrementalAlterConfigs, version, new()
            {
                Resources =
                [
                    new() { ResourceType = TopicResource, ResourceName = name, Configs = [new() { Name = config, ConfigOperation = operation, Value = value }] },
                ],
            }).Responses.Single().ErrorCode;
    }

    public static void ListConfigResources(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.ListConfigResources, version);
        Plausible.CreateTopic(wire, name);
        Assert.Equal(ErrorCode.None, Alter(GroupResource, "consumer.session.timeout.ms", "50000"));
        Assert.Equal(ErrorCode.None, Alter(ClientMetricsResource, "interval.ms", "1000"));
        var all = List();
        Assert.Contains((ClientMetricsResource, name), all);
        Assert.Equal(version >= 1, all.Contains((GroupResource, name)));
        Assert.Equal(version >= 1, all.Contains((TopicResource, name)));
        if (version < 1) return;
        Assert.Equal((GroupResource, name), List(GroupResource).Single(resource => resource.Name == name));
        Assert.Equal(ErrorCode.UnsupportedVersion, Ask([64]).ErrorCode);

        IEnumerable<(sbyte Type, string Name)> List(params sbyte[] types) =>
            Ask(types).ConfigResources.Select(resource => (resource.ResourceType, resource.ResourceName));

        ListConfigResourcesResponse Ask(sbyte[] types) =>
            wire.Ask<ListConfigResourcesRequest, ListConfigResourcesResponse>(ApiKey.ListConfigResources, version, new() { ResourceTypes = types });

        ErrorCode Alter(sbyte type, string config, string value) =>
            wire.Ask<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(ApiKey.IncrementalAlterConfigs, 1, new()
            {
                Resources = [new() { ResourceType = type, ResourceName = name, Configs = [new() { Name = config, Value = value }] }],
            }).Responses.Single().ErrorCode;
    }

    private static void AssertCreated(in CreateTopicsResponse response, short version, string name, bool isReal)
    {
        var results = response.Topics.ToDictionary(topic => topic.Name);
        Assert.Equal(ErrorCode.None, results[name].ErrorCode);
        Assert.Equal(ErrorCode.InvalidTopicException, results["bad name"].ErrorCode);
        Assert.Equal(ErrorCode.InvalidReplicationFactor, results[name + "-3"].ErrorCode);
        Assert.Equal(ErrorCode.InvalidConfig, results[name + "-config"].ErrorCode);
        if (version >= 5) Assert.Equal((2, 1), (results[name].NumPartitions, results[name].ReplicationFactor));
        if (version >= 7) Assert.Equal(isReal, !results[name].TopicId.IsZero);
    }

    private static ErrorCode Delete(WireConnection wire, short version, string name)
    {
        var request = new DeleteTopicsRequest { TimeoutMs = 10_000 };
        if (version >= 6) request.Topics = [new() { Name = name }];
        else request.TopicNames = [name];
        return wire.Ask<DeleteTopicsRequest, DeleteTopicsResponse>(ApiKey.DeleteTopics, version, request).Responses.Single().ErrorCode;
    }

    private static Dictionary<string, string> DynamicConfigs(WireConnection wire, string name)
    {
        var response = wire.Ask<DescribeConfigsRequest, DescribeConfigsResponse>(ApiKey.DescribeConfigs, 4, new()
        {
            Resources = [new() { ResourceType = TopicResource, ResourceName = name, ConfigurationKeys = null }],
        });
        return response.Results.Single().Configs.Where(config => config.ConfigSource == DynamicTopicSource)
            .ToDictionary(config => config.Name, config => config.Value!);
    }
}
