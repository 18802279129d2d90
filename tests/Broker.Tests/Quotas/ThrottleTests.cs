using Levada.Broker.Quotas;
using Levada.Broker.Tests.Direct;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests.Quotas;

/// <summary>What a client is told and when it is served, to the millisecond. The window is ten seconds and the one that runs.</summary>
public sealed class ThrottleTests
{
    private const int WindowMs = 10_000;

    [Fact]
    public void A_producer_above_its_rate_is_told_how_long_it_is_throttled_and_loses_nothing()
    {
        using var scenario = new QuotaScenario();
        scenario.Set("producer_byte_rate", 1000);

        Assert.Equal(0, scenario.Produce(scenario.ProduceFrame(9_000)).ThrottleTimeMs);
        var second = scenario.Produce(scenario.ProduceFrame(3_500));

        // 12,500 bytes in 10 s are 1,250 a second: a quarter too many, so a quarter of the window.
        Assert.Equal(2_500, second.ThrottleTimeMs);
        Assert.Equal(ErrorCode.None, second.Responses.Single().PartitionResponses.Single().ErrorCode);
        Assert.Equal(2, scenario.Topic.Partitions[0].Partition.HighWatermark);
    }

    [Fact]
    public void A_throttled_connection_is_served_when_its_time_is_over_and_not_before()
    {
        using var scenario = new QuotaScenario();
        scenario.Set("producer_byte_rate", 1000);
        Assert.Equal(2_000, scenario.Produce(scenario.ProduceFrame(12_000)).ThrottleTimeMs);

        scenario.Broker.Transport.Deliver(scenario.ProduceFrame(500));
        scenario.Advance(1_999);
        Assert.Equal((0, 1), (scenario.Broker.Transport.KeptByteCount, scenario.Topic.Partitions[0].Partition.HighWatermark));
        scenario.Advance(1);
        Assert.Equal(2_500, scenario.ReadProduce().ThrottleTimeMs);
    }

    [Fact]
    public void A_producer_that_wants_no_response_waits_all_the_same()
    {
        using var scenario = new QuotaScenario();
        scenario.Set("producer_byte_rate", 1000);
        scenario.Broker.Transport.Deliver(scenario.ProduceFrame(11_000, acks: 0));

        scenario.Broker.Transport.Deliver(scenario.ProduceFrame(500));
        scenario.Advance(999);
        Assert.Equal((0, 1), (scenario.Broker.Transport.KeptByteCount, scenario.Topic.Partitions[0].Partition.HighWatermark));
        scenario.Advance(1);
        Assert.Equal(1_500, scenario.ReadProduce().ThrottleTimeMs);
    }

    [Fact]
    public void A_consumer_above_its_rate_gets_no_records_until_its_time_is_over()
    {
        using var scenario = new QuotaScenario();
        for (var i = 0; i < 3; i++) scenario.Produce(scenario.ProduceFrame(6_000));
        scenario.Set("consumer_byte_rate", 1000);
        var first = scenario.Fetch();
        var byteCount = Records(first).Length;

        // Of eighteen thousand bytes no more than the whole window's worth.
        Assert.Equal((0, WindowMs), (first.ThrottleTimeMs, byteCount));
        var second = scenario.Fetch();
        Assert.Equal(2 * byteCount - WindowMs, second.ThrottleTimeMs);
        Assert.Empty(second.Responses);

        scenario.Advance(WindowMs + 1_000);
        var third = scenario.Fetch();
        Assert.Equal((0, byteCount), (third.ThrottleTimeMs, Records(third).Length));
    }

    [Fact]
    public void A_batch_above_what_a_window_allows_comes_alone_and_is_waited_for_behind_it()
    {
        using var scenario = new QuotaScenario();
        scenario.Produce(scenario.ProduceFrame(25_000));
        scenario.Set("consumer_byte_rate", 1000);
        var first = scenario.Fetch();
        var byteCount = Records(first).Length;

        Assert.Equal((true, byteCount - WindowMs), (byteCount > 2 * WindowMs, first.ThrottleTimeMs));
        scenario.Advance(first.ThrottleTimeMs);
        Assert.Equal(byteCount, Records(scenario.Fetch()).Length);
    }

    [Fact]
    public void A_session_is_not_opened_by_an_answer_without_its_partitions()
    {
        using var scenario = new QuotaScenario();
        scenario.Produce(scenario.ProduceFrame(6_000));
        scenario.Set("consumer_byte_rate", 1000);
        Assert.NotEqual(0, scenario.Fetch(sessionEpoch: 0).SessionId);

        var throttled = scenario.Fetch(sessionEpoch: 0);
        Assert.True(throttled.ThrottleTimeMs > 0);
        Assert.Equal((ErrorCode.None, 0, 1), (throttled.ErrorCode, throttled.SessionId, scenario.Broker.Services.FetchSessions.Count));
    }

    [Fact]
    public void A_quota_holds_from_the_moment_it_is_set_until_it_is_removed()
    {
        using var scenario = new QuotaScenario();
        Assert.Equal(0, scenario.Produce(scenario.ProduceFrame(30_000)).ThrottleTimeMs);
        scenario.Set("producer_byte_rate", 1000);
        Assert.Equal(1_000, scenario.Produce(scenario.ProduceFrame(11_000)).ThrottleTimeMs);
        scenario.Advance(1_000);
        scenario.Set("producer_byte_rate", 2000);
        Assert.Equal(0, scenario.Produce(scenario.ProduceFrame(9_000)).ThrottleTimeMs);
        scenario.Set("producer_byte_rate", null);
        Assert.Equal(0, scenario.Produce(scenario.ProduceFrame(30_000)).ThrottleTimeMs);
        Assert.Empty(scenario.Broker.Services.Quotas.Statuses);
    }

    [Fact]
    public void Partitions_above_the_mutation_rate_are_refused_to_clients_that_know_the_error()
    {
        using var scenario = new QuotaScenario();
        scenario.Set("controller_mutation_rate", 1);
        var created = CreateTopics(scenario, version: 7, ("a", 20), ("b", 1));

        // A burst of eleven may be exceeded once; then nine are owed.
        Assert.Equal([ErrorCode.None, ErrorCode.ThrottlingQuotaExceeded], created.Topics.Select(topic => topic.ErrorCode));
        Assert.Equal(9_000, created.ThrottleTimeMs);
        scenario.Advance(9_000);

        created = CreateTopics(scenario, version: 5, ("c", 2), ("d", 1));
        Assert.Equal([ErrorCode.None, ErrorCode.None], created.Topics.Select(topic => topic.ErrorCode));
        Assert.Equal(3_000, created.ThrottleTimeMs);
        scenario.Advance(3_000);

        var deleted = scenario.Ask<DeleteTopicsRequest, DeleteTopicsResponse>(ApiKey.DeleteTopics, 6, new() { Topics = [new() { Name = "a" }, new() { Name = "c" }] });
        Assert.Equal([ErrorCode.None, ErrorCode.ThrottlingQuotaExceeded], deleted.Responses.Select(topic => topic.ErrorCode));
        Assert.Equal(20_000, deleted.ThrottleTimeMs);
        scenario.Advance(20_000);

        var grown = scenario.Ask<CreatePartitionsRequest, CreatePartitionsResponse>(
            ApiKey.CreatePartitions, 3, new() { Topics = [new() { Name = "c", Count = 5, Assignments = null }, new() { Name = "d", Count = 5, Assignments = null }] });
        Assert.Equal([ErrorCode.None, ErrorCode.ThrottlingQuotaExceeded], grown.Results.Select(topic => topic.ErrorCode));
        Assert.Equal(3_000, grown.ThrottleTimeMs);
    }

    [Fact]
    public void Requests_that_keep_threads_busy_too_long_are_throttled_for_a_sample_at_most()
    {
        using var scenario = new QuotaScenario();
        scenario.Set("request_percentage", 0.001);
        scenario.Time.TimePerLook = TimeSpan.FromMilliseconds(1);

        Assert.Equal(1_000, scenario.Ask<MetadataRequest, MetadataResponse>(ApiKey.Metadata, 12, new() { Topics = [] }).ThrottleTimeMs);
        scenario.Advance(1_000);
        Assert.Equal(1_000, scenario.Ask<ListGroupsRequest, ListGroupsResponse>(ApiKey.ListGroups, 4, new()).ThrottleTimeMs);
        scenario.Advance(1_000);
        Assert.Equal(1_000, CreateTopics(scenario, version: 7, ("a", 1)).ThrottleTimeMs);
        scenario.Advance(1_000);
        Assert.Equal(1_000, scenario.Produce(scenario.ProduceFrame(500)).ThrottleTimeMs);
        scenario.Advance(1_000);
        Assert.Equal(1_000, scenario.Fetch().ThrottleTimeMs);
        scenario.Advance(1_000);

        // Version 0 has no place to tell it in, and waits all the same; a producer without a response is exempt.
        scenario.Ask<ApiVersionsRequest, ApiVersionsResponse>(ApiKey.ApiVersions, 0, new());
        scenario.Broker.Transport.Deliver(scenario.ProduceFrame(500, acks: 0));
        Assert.Equal(1, scenario.Topic.Partitions[0].Partition.HighWatermark);
        scenario.Advance(1_000);
        Assert.Equal(1_000, scenario.Ask<MetadataRequest, MetadataResponse>(ApiKey.Metadata, 12, new() { Topics = [] }).ThrottleTimeMs);
        Assert.Equal(2, scenario.Topic.Partitions[0].Partition.HighWatermark);
    }

    [Fact]
    public void The_larger_of_two_times_counts_and_is_told_of_the_quota_it_comes_from()
    {
        using var scenario = new QuotaScenario();
        scenario.Set("producer_byte_rate", 1000);
        scenario.Set("request_percentage", 1);
        var throttle = Prepared(scenario, "x");

        Assert.Equal(4_000, throttle.ChargeProduce(14_000, TimeSpan.FromMilliseconds(500)));
        Assert.Equal(1_000, throttle.ChargeRequest(TimeSpan.FromMilliseconds(500), mutations: null));
        var statuses = scenario.Broker.Services.Quotas.Statuses.ToDictionary(status => status.Kind);
        Assert.Equal((1_400, 4_000), (statuses[QuotaKind.Produce].Rate, statuses[QuotaKind.Produce].ThrottleMs));
        Assert.Equal((10, 1_000), (statuses[QuotaKind.Request].Rate, statuses[QuotaKind.Request].ThrottleMs));
    }

    [Fact]
    public void Clients_share_a_quota_as_its_entity_says()
    {
        using var scenario = new QuotaScenario();
        scenario.Set("producer_byte_rate", 1000);
        var (first, second, stranger) = (Prepared(scenario, "u"), Prepared(scenario, "v"), Prepared(scenario, "u", clientId: "other"));

        Assert.Equal(0, first.ChargeProduce(10_000, TimeSpan.Zero));
        Assert.Equal(1_000, second.ChargeProduce(1_000, TimeSpan.Zero));
        Assert.Equal(0, stranger.ChargeProduce(100_000, TimeSpan.Zero));
    }

    private static ClientThrottle Prepared(QuotaScenario scenario, string user, string clientId = DirectFrames.ClientId)
    {
        var throttle = new ClientThrottle(scenario.Broker.Connection, scenario.Broker.Services.Quotas);
        throttle.Prepare(user, clientId);
        return throttle;
    }

    private static byte[] Records(in FetchResponse response) => response.Responses.Single().Partitions.Single().Records!;

    private static CreateTopicsResponse CreateTopics(QuotaScenario scenario, short version, params (string Name, int PartitionCount)[] topics) =>
        scenario.Ask<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics, version, new()
        {
            Topics = Array.ConvertAll(topics, topic => new CreateTopicsRequest.CreatableTopic
            {
                Name = topic.Name, NumPartitions = topic.PartitionCount, ReplicationFactor = 1,
            }),
        });
}
