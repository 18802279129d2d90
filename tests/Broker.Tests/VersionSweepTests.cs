using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests;

public sealed class VersionSweepTests(TestBroker broker) : IClassFixture<TestBroker>
{
    private const short FirstServedProduce = 3;

    public static TheoryData<ApiKey> Apis => [.. ApiCases.All.Keys];

    [Theory, MemberData(nameof(Apis))]
    public void Every_advertised_version_is_answered(ApiKey key)
    {
        var errorCountBefore = broker.LoggedErrors.Count;
        using var wire = broker.Connect();
        var (min, max) = ApiCases.NotAdvertised.Contains(key) ? ((short)0, (short)0) : AdvertisedRange(wire, key);
        // Produce is advertised from 0, which librdkafka wants to see before it trusts a broker with compression; nobody sends it.
        for (var version = key == ApiKey.Produce ? FirstServedProduce : min; version <= max; version++) ApiCases.All[key](wire, version);
        Assert.Equal([], broker.LoggedErrors.Skip(errorCountBefore));
    }

    [Fact]
    public void A_version_from_the_future_is_answered_with_the_versions_there_are()
    {
        using var wire = broker.Connect();
        wire.SendRequest(ApiKey.ApiVersions, 999, hasTaggedFields: true, [1, 2, 3, 4, 5]);
        var frame = wire.ReadFrame();
        var reader = new WireReader(frame);
        reader.ReadInt32();
        var response = ApiVersionsResponse.Read(ref reader, version: 0);
        Assert.False(reader.Failed);
        Assert.Equal(0, reader.RemainingCount);
        Assert.Equal(ErrorCode.UnsupportedVersion, response.ErrorCode);
        Assert.Equal((0, 5), response.ApiKeys.Where(api => api.ApiKey == (short)ApiKey.ApiVersions).Select(api => (api.MinVersion, api.MaxVersion)).Single());
        ClusterCases.ApiVersions(wire, version: 4);
    }

    [Fact]
    public void Answers_leave_in_the_order_of_their_requests()
    {
        using var wire = broker.Connect();
        var id = Plausible.CreateTopic(wire, "ordered");
        var fetch = new FetchRequest
        {
            MaxWaitMs = 300,
            MinBytes = 1,
            MaxBytes = 1_000_000,
            Topics = [new() { Topic = "ordered", TopicId = id, Partitions = [new() { Partition = 0, PartitionMaxBytes = 1000 }] }],
        };
        wire.SendRequest(ApiKey.Fetch, 12, fetch);
        wire.SendRequest(ApiKey.Metadata, 12, new MetadataRequest { Topics = [] });
        wire.SendRequest(ApiKey.Fetch, 12, fetch);
        wire.SendRequest(ApiKey.ApiVersions, 0, new ApiVersionsRequest());
        var order = Enumerable.Range(0, 4).Select(_ => CorrelationId(wire.ReadFrame())).ToArray();
        Assert.Equal(order.Order(), order);
    }

    private static int CorrelationId(byte[]? frame) => new WireReader(frame).ReadInt32();

    private static (short Min, short Max) AdvertisedRange(WireConnection wire, ApiKey key) =>
        wire.Ask<ApiVersionsRequest, ApiVersionsResponse>(ApiKey.ApiVersions, 0, new()).ApiKeys
            .Where(api => api.ApiKey == (short)key).Select(api => (api.MinVersion, api.MaxVersion)).Single();
}
