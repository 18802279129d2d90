using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests;

public sealed class TransactionTests(TestBroker broker) : IClassFixture<TestBroker>
{
    public static TheoryData<bool> Versions => [false, true];

    [Theory, MemberData(nameof(Versions))]
    public void Committed_records_are_seen_together_and_aborted_ones_never(bool isVersion2)
    {
        using var wire = broker.Connect();
        var producer = Start(wire, $"outcomes-{isVersion2}", isVersion2);
        Assert.Equal(ErrorCode.None, Write(producer, 0, "a"));
        Assert.Equal(ErrorCode.None, Write(producer, 1, "b"));
        Assert.Equal((0, 0), (Seen(wire, producer, 0).Length, Seen(wire, producer, 1).Length));
        Assert.Equal(ErrorCode.None, producer.End(isCommit: true));
        Assert.Equal(["a"], Seen(wire, producer, 0));
        Assert.Equal(["b"], Seen(wire, producer, 1));
        Assert.Equal(ErrorCode.None, Write(producer, 0, "void"));
        Assert.Equal(ErrorCode.None, producer.End(isCommit: false));
        Assert.Equal(ErrorCode.None, Write(producer, 0, "c"));
        Assert.Equal(ErrorCode.None, producer.End(isCommit: true));
        Assert.Equal(["a", "c"], Seen(wire, producer, 0));
    }

    [Theory, MemberData(nameof(Versions))]
    public void The_last_stable_offset_is_where_the_first_open_transaction_begins(bool isVersion2)
    {
        using var wire = broker.Connect();
        var first = Start(wire, $"stable-{isVersion2}", isVersion2);
        var second = new TransactionalWire(wire, first.TransactionalId + "-other", isVersion2);
        Assert.Equal(ErrorCode.None, second.Init());
        Assert.Equal(ErrorCode.None, Write(first, 0, "a"));
        Assert.Equal(ErrorCode.None, second.Add(first.TransactionalId, 0));
        Assert.Equal(ErrorCode.None, second.Produce(first.TransactionalId, 0, "b"));
        Assert.Equal(ErrorCode.None, second.End(isCommit: true));
        Assert.Equal(0, TransactionalWire.ReadCommitted(wire, first.TransactionalId).LastStableOffset);
        Assert.Equal((0, 3), (Latest(wire, first.TransactionalId, isolationLevel: 1), Latest(wire, first.TransactionalId, isolationLevel: 0)));
        Assert.Equal(ErrorCode.None, first.End(isCommit: true));
        Assert.Equal(["a", "b"], Seen(wire, first, 0));
        Assert.Equal(4, Latest(wire, first.TransactionalId, isolationLevel: 1));
    }

    [Theory, MemberData(nameof(Versions))]
    public void A_producer_that_was_replaced_can_do_nothing_any_more(bool isVersion2)
    {
        using var wire = broker.Connect();
        var zombie = Start(wire, $"fenced-{isVersion2}", isVersion2);
        Assert.Equal(ErrorCode.None, Write(zombie, 0, "void"));
        var heir = new TransactionalWire(wire, zombie.TransactionalId, isVersion2);
        Assert.Equal(ErrorCode.None, heir.Init());
        Assert.Equal(zombie.ProducerId, heir.ProducerId);
        Assert.Equal(ErrorCode.InvalidProducerEpoch, zombie.Produce(zombie.TransactionalId, 0, "no"));
        Assert.Equal(ErrorCode.InvalidProducerEpoch, zombie.Produce(zombie.TransactionalId, 1, "no"));
        Assert.Equal(ErrorCode.ProducerFenced, zombie.Add(zombie.TransactionalId, 1));
        Assert.Equal(ErrorCode.ProducerFenced, zombie.End(isCommit: true));
        Assert.Equal(ErrorCode.ProducerFenced, zombie.Init(isClaiming: true));
        Assert.Equal(ErrorCode.None, Write(heir, 0, "a"));
        Assert.Equal(ErrorCode.None, heir.End(isCommit: true));
        Assert.Equal(["a"], Seen(wire, heir, 0));
    }

    [Theory]
    [InlineData(9, ErrorCode.InvalidTxnState)]
    [InlineData(10, ErrorCode.InvalidTxnState)]
    [InlineData(11, ErrorCode.TransactionAbortable)]
    public void A_partition_that_was_not_added_takes_nothing_of_a_version_1_producer(short version, ErrorCode expected)
    {
        using var wire = broker.Connect();
        var producer = Start(wire, $"unverified-{version}", isVersion2: false);
        producer.ProduceVersion = version;
        Assert.Equal(expected, producer.Produce(producer.TransactionalId, 0, "no"));
        Assert.Equal(ErrorCode.None, Write(producer, 0, "a"));
        // Once the transaction is over, its records are as unwelcome as before it began.
        Assert.Equal(ErrorCode.None, producer.End(isCommit: true));
        Assert.Equal(expected, producer.Produce(producer.TransactionalId, 0, "late"));
        Assert.Equal(["a"], Seen(wire, producer, 0));
    }

    [Fact]
    public void Transactional_records_without_a_transactional_id_are_refused()
    {
        using var wire = broker.Connect();
        var producer = Start(wire, "anonymous", isVersion2: false);
        Assert.Equal(ErrorCode.None, producer.Add("anonymous", 0));
        var response = wire.Ask<ProduceRequest, ProduceResponse>(ApiKey.Produce, 11, new()
        {
            Acks = -1, TopicData = [new() { Name = "anonymous", PartitionData = [new() { Index = 0, Records = producer.Batch(0, "no") }] }],
        });
        Assert.Equal(ErrorCode.InvalidTxnState, response.Responses.Single().PartitionResponses.Single().ErrorCode);
    }

    [Fact]
    public void In_version_2_every_end_gives_the_producer_a_new_epoch_and_is_recognised_when_it_comes_again()
    {
        using var wire = broker.Connect();
        var producer = Start(wire, "epochs", isVersion2: true);
        var (id, epoch) = (producer.ProducerId, producer.Epoch);
        Assert.Equal(ErrorCode.None, Write(producer, 0, "a"));
        Assert.Equal(ErrorCode.None, producer.End(isCommit: true));
        Assert.Equal((id, epoch + 1), (producer.ProducerId, producer.Epoch));
        (producer.ProducerId, producer.Epoch) = (id, epoch);
        Assert.Equal(ErrorCode.None, producer.End(isCommit: true));
        Assert.Equal((id, epoch + 1), (producer.ProducerId, producer.Epoch));
        Assert.Equal(ErrorCode.None, producer.End(isCommit: false));
        Assert.Equal((id, epoch + 2), (producer.ProducerId, producer.Epoch));
    }

    [Theory, MemberData(nameof(Versions))]
    public void A_transaction_may_span_more_requests_than_its_first(bool isVersion2)
    {
        using var wire = broker.Connect();
        var producer = Start(wire, $"long-{isVersion2}", isVersion2);
        for (var i = 0; i < 20; i++) Assert.Equal(ErrorCode.None, Write(producer, i % 2, $"{i}"));
        Assert.Equal("Ongoing", producer.Describe().TransactionState);
        Assert.Equal([0, 1], producer.Describe().Topics.Single().Partitions.Order());
        Assert.Equal(ErrorCode.None, producer.End(isCommit: true));
        Assert.Equal("CompleteCommit", producer.Describe().TransactionState);
        Assert.Equal(10, Seen(wire, producer, 1).Length);
    }

    [Theory, MemberData(nameof(Versions))]
    public void A_deleted_partition_does_not_keep_a_transaction_from_its_end(bool isVersion2)
    {
        using var wire = broker.Connect();
        var producer = Start(wire, $"kept-{isVersion2}", isVersion2);
        var doomed = $"doomed-{isVersion2}";
        Plausible.CreateTopic(wire, doomed);
        Assert.Equal(ErrorCode.None, producer.Add(doomed, 0));
        Assert.Equal(ErrorCode.None, producer.Produce(doomed, 0, "gone"));
        Assert.Equal(ErrorCode.None, Write(producer, 0, "a"));
        wire.Ask<DeleteTopicsRequest, DeleteTopicsResponse>(ApiKey.DeleteTopics, 5, new() { TopicNames = [doomed], TimeoutMs = 10_000 });
        Assert.Equal(ErrorCode.None, producer.End(isCommit: true));
        Assert.Equal("CompleteCommit", producer.Describe().TransactionState);
        Assert.Equal(["a"], Seen(wire, producer, 0));
    }

    [Theory, MemberData(nameof(Versions))]
    public void A_bumped_epoch_is_kept_from_a_producer_that_claims_an_older_one(bool isVersion2)
    {
        using var wire = broker.Connect();
        var producer = Start(wire, $"claims-{isVersion2}", isVersion2);
        var (id, epoch) = (producer.ProducerId, producer.Epoch);
        Assert.Equal(ErrorCode.None, producer.Init(isClaiming: true));
        Assert.Equal((id, epoch + 1), (producer.ProducerId, producer.Epoch));
        // The answer was lost: the same claim gets the same answer.
        (producer.ProducerId, producer.Epoch) = (id, epoch);
        Assert.Equal(ErrorCode.None, producer.Init(isClaiming: true));
        Assert.Equal((id, epoch + 1), (producer.ProducerId, producer.Epoch));
        var other = new TransactionalWire(wire, producer.TransactionalId, isVersion2);
        Assert.Equal(ErrorCode.None, other.Init());
        Assert.Equal(ErrorCode.ProducerFenced, producer.Init(isClaiming: true));
    }

    private static TransactionalWire Start(WireConnection wire, string name, bool isVersion2)
    {
        Plausible.CreateTopic(wire, name, partitionCount: 2);
        Plausible.FindTransactionCoordinator(wire, name);
        var producer = new TransactionalWire(wire, name, isVersion2);
        Assert.Equal(ErrorCode.None, producer.Init());
        return producer;
    }

    /// <summary>Writes to the topic of the producer's name, which a version 1 producer adds to its transaction first.</summary>
    private static ErrorCode Write(TransactionalWire producer, int partition, string value)
    {
        if (producer.ProduceVersion < 12) Assert.Equal(ErrorCode.None, producer.Add(producer.TransactionalId, partition));
        return producer.Produce(producer.TransactionalId, partition, value);
    }

    private static string[] Seen(WireConnection wire, TransactionalWire producer, int partition) =>
        TransactionalWire.ReadCommitted(wire, producer.TransactionalId, partition).Values;

    private static long Latest(WireConnection wire, string topic, sbyte isolationLevel) =>
        wire.Ask<ListOffsetsRequest, ListOffsetsResponse>(ApiKey.ListOffsets, 7, new()
        {
            ReplicaId = -1,
            IsolationLevel = isolationLevel,
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = 0, CurrentLeaderEpoch = -1, Timestamp = -1 }] }],
        }).Topics.Single().Partitions.Single().Offset;
}
