using System.Text;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Broker.Tests;

/// <summary>Records that a share group gives up, and the topics they go to (KIP-1191).</summary>
public sealed class DeadLetterTests(TestBroker broker) : IClassFixture<TestBroker>
{
    private const sbyte TopicResource = 2;
    private const sbyte BrokerResource = 4;
    private const sbyte GroupResource = 32;
    private const sbyte Reject = 3;
    private const sbyte Release = 2;

    [Fact]
    public void A_rejected_record_is_told_of_with_where_it_was_from_and_why()
    {
        using var wire = broker.Connect();
        var member = Join(wire, "told", "errors.deadletterqueue.topic.name=dlq.told");
        Assert.Equal(ErrorCode.None, Acknowledge(member, 1, 1, Reject));
        var letter = Assert.Single(Letters(wire, "dlq.told", 1));
        Assert.Equal(new DeadLetterContext("told", 0, 1, "told", 1, "A member rejected the record.", "rejected"), letter.Context);
        Assert.Null(letter.Key);
        Assert.Null(letter.Value);
        Assert.Empty(letter.Own);
    }

    [Fact]
    public void Dead_letters_carry_their_records_where_the_group_wants_it()
    {
        using var wire = broker.Connect();
        var member = Join(wire, "copied", "errors.deadletterqueue.topic.name=dlq.copied", "errors.deadletterqueue.copy.record.enable=true");
        Assert.Equal(ErrorCode.None, Acknowledge(member, 0, 2, Reject, 1, Reject));
        var letters = Letters(wire, "dlq.copied", 2);
        Assert.Equal([("key", "0", 0L), ("key", "2", 2L)], letters.Select(letter => (letter.Key, letter.Value, letter.Context.Offset)));
    }

    [Fact]
    public void A_record_that_is_released_once_too_often_is_a_dead_letter_with_that_reason()
    {
        using var wire = broker.Connect();
        var member = Join(wire, "tired", "errors.deadletterqueue.topic.name=dlq.tired", "share.delivery.count.limit=2");
        Assert.Equal(ErrorCode.None, Acknowledge(member, 0, 2, 1, Release, 1));
        Assert.Equal((1L, 1L), FetchAgain(member));
        Assert.Equal(ErrorCode.None, Acknowledge(member, 1, 1, Release));
        var letter = Assert.Single(Letters(wire, "dlq.tired", 1));
        Assert.Equal((1L, (short)2, "released"), (letter.Context.Offset, letter.Context.DeliveryCount, letter.Context.Reason));
    }

    [Fact]
    public void A_record_too_large_for_the_topic_is_told_of_without_its_content()
    {
        using var wire = broker.Connect();
        var member = Join(wire, "large", "errors.deadletterqueue.topic.name=dlq.large", "errors.deadletterqueue.copy.record.enable=true");
        Configure(wire, TopicResource, "dlq.large", "max.message.bytes=400");
        Produce(wire, "large", new string('x', 1000));
        FetchAgain(member);
        Assert.Equal(ErrorCode.None, Acknowledge(member, 2, 3, Reject));
        var letters = Letters(wire, "dlq.large", 2);
        Assert.Equal([("2", 2L), (null, 3L)], letters.Select(letter => (letter.Value, letter.Context.Offset)));
        Assert.Contains("larger than the topic allows", letters[1].Context.Message);
    }

    [Fact]
    public void A_topic_that_is_missing_is_made_where_the_cluster_allows_it()
    {
        using var wire = broker.Connect();
        var member = Join(wire, "made", hasTopic: false, "errors.deadletterqueue.topic.name=dlq.made");
        Configure(wire, BrokerResource, "", "errors.deadletterqueue.auto.create.topics.enable=true");
        Assert.Equal(ErrorCode.None, Acknowledge(member, 0, 0, Reject));
        Assert.Equal(0, Assert.Single(Letters(wire, "dlq.made", 1)).Context.Offset);
        Configure(wire, BrokerResource, "", "errors.deadletterqueue.auto.create.topics.enable=false");
    }

    [Theory]
    [InlineData("unopened", "dlq.unopened", "errors.deadletterqueue.group.enable=false")]
    [InlineData("unprefixed", "letters", "does not begin with")]
    public void Without_a_place_for_them_records_are_given_up_and_the_operator_is_told_why(string name, string topic, string reason)
    {
        using var wire = broker.Connect();
        var member = Join(wire, name, hasTopic: false, $"errors.deadletterqueue.topic.name={topic}");
        Plausible.CreateTopic(wire, topic);
        Assert.Equal(ErrorCode.None, Acknowledge(member, 0, 2, Reject));
        // The group goes on: the next records come.
        Produce(wire, name, "next");
        Assert.Equal((3L, 3L), FetchAgain(member));
        Until(() => broker.LoggedLines.Any(line => line.Contains($"Share group {name}, {name}-0", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal)));
        Assert.Empty(Fetch(wire, topic));
    }

    private static ShareMember Join(WireConnection wire, string name, params string[] configs) => Join(wire, name, hasTopic: true, configs);

    /// <summary>A member that holds three records of a topic named as its group.</summary>
    private static ShareMember Join(WireConnection wire, string name, bool hasTopic, params string[] configs)
    {
        if (hasTopic)
        {
            Plausible.CreateTopic(wire, "dlq." + name);
            Configure(wire, TopicResource, "dlq." + name, "errors.deadletterqueue.group.enable=true");
        }

        Configure(wire, GroupResource, name, configs);
        Until(() => wire.Ask<FindCoordinatorRequest, FindCoordinatorResponse>(ApiKey.FindCoordinator, 3, new() { Key = name }).ErrorCode == ErrorCode.None);
        var member = ShareMember.Join(wire, name);
        Assert.Equal((0L, 2L), FetchAgain(member));
        return member;
    }

    private static (long First, long Last) FetchAgain(ShareMember member)
    {
        var acquired = member.Fetch(maxWaitMs: 60_000).Responses.Single().Partitions.Single().AcquiredRecords.Single();
        return (acquired.FirstOffset, acquired.LastOffset);
    }

    private static ErrorCode Acknowledge(ShareMember member, long first, long last, params sbyte[] types) =>
        member.Acknowledge(2, member.NextSessionEpoch(), new ShareAcknowledgeRequest.AcknowledgementBatch
        {
            FirstOffset = first, LastOffset = last, AcknowledgeTypes = types,
        }).Responses.Single().Partitions.Single().ErrorCode;

    private static void Configure(WireConnection wire, sbyte type, string name, params string[] assignments) => Assert.Equal(
        ErrorCode.None,
        wire.Ask<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(ApiKey.IncrementalAlterConfigs, 1, new()
        {
            Resources =
            [
                new()
                {
                    ResourceType = type,
                    ResourceName = name,
                    Configs = [.. assignments.Select(text => text.Split('=', 2)).Select(pair => new IncrementalAlterConfigsRequest.AlterableConfig { Name = pair[0], Value = pair[1] })],
                },
            ],
        }).Responses.Single().ErrorCode);

    private static void Produce(WireConnection wire, string topic, string value)
    {
        var builder = new RecordBatchBuilder();
        builder.Start(new RecordBatchOptions());
        builder.Append(1, NullableBytes.Null, new NullableBytes(Encoding.UTF8.GetBytes(value)));
        var buffer = new FrameBuffer();
        builder.Build(buffer);
        Assert.Equal(ErrorCode.None, wire.Ask<ProduceRequest, ProduceResponse>(ApiKey.Produce, 12, new()
        {
            Acks = -1,
            TimeoutMs = 120_000,
            TopicData = [new() { Name = topic, PartitionData = [new() { Index = 0, Records = buffer.Written.ToArray() }] }],
        }).Responses.Single().PartitionResponses.Single().ErrorCode);
    }

    private static List<Letter> Letters(WireConnection wire, string topic, int count)
    {
        List<Letter> letters = [];
        Until(() => (letters = Fetch(wire, topic)).Count >= count);
        return letters;
    }

    private static void Until(Func<bool> isReached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!isReached()) patience.Token.ThrowIfCancellationRequested();
    }

    private static List<Letter> Fetch(WireConnection wire, string topic)
    {
        var partition = wire.Ask<FetchRequest, FetchResponse>(ApiKey.Fetch, 12, new()
        {
            MaxWaitMs = 0, MinBytes = 1, MaxBytes = 1 << 20, SessionEpoch = -1,
            Topics = [new() { Topic = topic, Partitions = [new() { Partition = 0, PartitionMaxBytes = 1 << 20, CurrentLeaderEpoch = -1 }] }],
        }).Responses.SelectMany(response => response.Partitions).FirstOrDefault();
        var letters = new List<Letter>();
        foreach (var batch in new RecordBatchEnumerator(partition.Records))
        {
            foreach (var record in new RecordReader(batch))
            {
                var headers = new List<RecordHeader>();
                foreach (var header in record.Headers) headers.Add(new RecordHeader(Encoding.UTF8.GetString(header.Key), header.NullableValue.ToArray()));
                var context = DeadLetterContext.TryRead(headers, out var own);
                letters.Add(new Letter(context!, own, Text(record.NullableKey.ToArray()), Text(record.NullableValue.ToArray())));
            }
        }

        return letters;
    }

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    private sealed record Letter(DeadLetterContext Context, IReadOnlyList<RecordHeader> Own, string? Key, string? Value);
}
