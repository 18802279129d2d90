using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests;

/// <summary>Transactions: of producers, and as operators see them.</summary>
internal static class TransactionCases
{
    public static void AddPartitionsToTxn(WireConnection wire, short version)
    {
        var producer = Start(wire, ApiKey.AddPartitionsToTxn, version);
        var name = producer.TransactionalId;
        Assert.Equal([ErrorCode.None, ErrorCode.None], Add(name));
        Assert.Equal([ErrorCode.OperationNotAttempted, ErrorCode.UnknownTopicOrPartition], Add(name, secondPartition: 9));
        producer.Epoch++;
        Assert.All(Add(name), error => Assert.Equal(version < 2 ? ErrorCode.InvalidProducerEpoch : ErrorCode.ProducerFenced, error));
        if (version < 4) return;
        producer.Epoch--;
        Assert.Equal([ErrorCode.None, ErrorCode.None], Add(name, isVerifyOnly: true));

        ErrorCode[] Add(string topic, int secondPartition = 1, bool isVerifyOnly = false)
        {
            AddPartitionsToTxnRequest.AddPartitionsToTxnTopic[] topics = [new() { Name = topic, Partitions = [0, secondPartition] }];
            var request = version < 4
                ? new AddPartitionsToTxnRequest
                {
                    V3AndBelowTransactionalId = name, V3AndBelowProducerId = producer.ProducerId, V3AndBelowProducerEpoch = producer.Epoch, V3AndBelowTopics = topics,
                }
                : new AddPartitionsToTxnRequest
                {
                    Transactions =
                    [
                        new() { TransactionalId = name, ProducerId = producer.ProducerId, ProducerEpoch = producer.Epoch, VerifyOnly = isVerifyOnly, Topics = topics },
                    ],
                };
            var response = wire.Ask<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(ApiKey.AddPartitionsToTxn, version, request);
            var results = version < 4 ? response.ResultsByTopicV3AndBelow : response.ResultsByTransaction.Single().TopicResults;
            return [.. results.Single().ResultsByPartition.Select(partition => partition.PartitionErrorCode)];
        }
    }

    public static void AddOffsetsToTxn(WireConnection wire, short version)
    {
        var producer = Start(wire, ApiKey.AddOffsetsToTxn, version);
        Assert.Equal(ErrorCode.None, AddOffsets(wire, version, producer));
        producer.Epoch++;
        Assert.Equal(version < 2 ? ErrorCode.InvalidProducerEpoch : ErrorCode.ProducerFenced, AddOffsets(wire, version, producer));
    }

    public static void TxnOffsetCommit(WireConnection wire, short version)
    {
        var producer = Start(wire, ApiKey.TxnOffsetCommit, version);
        if (version < 5) Assert.Equal(ErrorCode.None, AddOffsets(wire, 3, producer));
        var id = TopicId(wire, producer.TransactionalId);
        Assert.Equal(ErrorCode.None, Commit(wire, version, producer, id, offset: 4));
        Assert.Equal((-1, ErrorCode.UnstableOffsetCommit), Fetch(wire, producer.TransactionalId));
        Assert.Equal(ErrorCode.None, producer.End(isCommit: true));
        Assert.Equal((4, ErrorCode.None), Fetch(wire, producer.TransactionalId));
        producer.Epoch--;
        Assert.Equal(ErrorCode.InvalidProducerEpoch, Commit(wire, version, producer, id, offset: 9));
        Assert.Equal((4, ErrorCode.None), Fetch(wire, producer.TransactionalId));
    }

    public static void EndTxn(WireConnection wire, short version)
    {
        var producer = Start(wire, ApiKey.EndTxn, version);
        Assert.Equal(ErrorCode.None, producer.Add(producer.TransactionalId, 0));
        Assert.Equal(ErrorCode.None, producer.Produce(producer.TransactionalId, 0, "a"));
        Assert.Equal(ErrorCode.None, End(isCommit: true));
        producer.WaitForMarkers();
        Assert.Equal(["a"], TransactionalWire.ReadCommitted(wire, producer.TransactionalId).Values);
        Assert.Equal(ErrorCode.InvalidTxnState, End(isCommit: false));
        producer.Epoch += 5;
        Assert.Equal(version < 2 ? ErrorCode.InvalidProducerEpoch : ErrorCode.ProducerFenced, End(isCommit: true));

        ErrorCode End(bool isCommit) => wire.Ask<EndTxnRequest, EndTxnResponse>(ApiKey.EndTxn, version, new()
        {
            TransactionalId = producer.TransactionalId, ProducerId = producer.ProducerId, ProducerEpoch = producer.Epoch, Committed = isCommit,
        }).ErrorCode;
    }

    public static void WriteTxnMarkers(WireConnection wire, short version)
    {
        var producer = Start(wire, ApiKey.WriteTxnMarkers, version);
        Assert.Equal(ErrorCode.None, producer.Add(producer.TransactionalId, 0));
        Assert.Equal(ErrorCode.None, producer.Produce(producer.TransactionalId, 0, "void"));
        var response = wire.Ask<WriteTxnMarkersRequest, WriteTxnMarkersResponse>(ApiKey.WriteTxnMarkers, version, new()
        {
            Markers =
            [
                new()
                {
                    ProducerId = producer.ProducerId,
                    ProducerEpoch = producer.Epoch,
                    Topics = [new() { Name = producer.TransactionalId, PartitionIndexes = [0, 9] }],
                },
            ],
        });
        Assert.Equal(
            [ErrorCode.None, ErrorCode.UnknownTopicOrPartition],
            response.Markers.Single().Topics.Single().Partitions.Select(partition => partition.ErrorCode));
        var read = TransactionalWire.ReadCommitted(wire, producer.TransactionalId);
        Assert.Equal((0, 2), (read.Values.Length, read.LastStableOffset));
    }

    public static void DescribeTransactions(WireConnection wire, short version)
    {
        var producer = Start(wire, ApiKey.DescribeTransactions, version);
        Assert.Equal(("Empty", producer.ProducerId, TransactionalWire.TimeoutMs), Text(producer.Describe()));
        Assert.Equal(ErrorCode.None, producer.Add(producer.TransactionalId, 0, 1));
        var described = producer.Describe();
        Assert.Equal(("Ongoing", producer.ProducerId, TransactionalWire.TimeoutMs), Text(described));
        Assert.Equal([0, 1], described.Topics.Single().Partitions);
        Assert.Equal(ErrorCode.TransactionalIdNotFound, new TransactionalWire(wire, "nobody", false).Describe().ErrorCode);

        static (string State, long ProducerId, int TimeoutMs) Text(DescribeTransactionsResponse.TransactionStateData one) =>
            (one.TransactionState, one.ProducerId, one.TransactionTimeoutMs);
    }

    public static void ListTransactions(WireConnection wire, short version)
    {
        var producer = Start(wire, ApiKey.ListTransactions, version);
        var name = producer.TransactionalId;
        Assert.Contains(name, List(new() { DurationFilter = -1 }));
        Assert.Equal([name], List(new() { ProducerIdFilters = [producer.ProducerId], StateFilters = ["Empty"], DurationFilter = -1 }));
        Assert.Empty(List(new() { ProducerIdFilters = [producer.ProducerId], StateFilters = ["Ongoing"], DurationFilter = -1 }));
        Assert.Equal(["Nonsense"], Ask(new() { StateFilters = ["Nonsense", "Dead"], DurationFilter = -1 }).UnknownStateFilters);
        Assert.Equal(ErrorCode.None, producer.Add(name, 0));
        if (version >= 1) Assert.DoesNotContain(name, List(new() { DurationFilter = 3_600_000, StateFilters = ["Ongoing"] }));
        if (version < 2) return;
        Assert.Equal([name], List(new() { TransactionalIdPattern = $"{name[..^1]}[{version}]", DurationFilter = -1 }));
        Assert.Equal(ErrorCode.InvalidRegularExpression, Ask(new() { TransactionalIdPattern = "(", DurationFilter = -1 }).ErrorCode);

        ListTransactionsResponse Ask(ListTransactionsRequest request) =>
            wire.Ask<ListTransactionsRequest, ListTransactionsResponse>(ApiKey.ListTransactions, version, request);
        IEnumerable<string> List(ListTransactionsRequest request) => Ask(request).TransactionStates.Select(listed => listed.TransactionalId);
    }

    private static TransactionalWire Start(WireConnection wire, ApiKey key, short version)
    {
        var name = Plausible.Name(key, version);
        Plausible.CreateTopic(wire, name, partitionCount: 2);
        Plausible.FindTransactionCoordinator(wire, name);
        var producer = new TransactionalWire(wire, name, isVersion2: key == ApiKey.TxnOffsetCommit && version >= 5);
        Assert.Equal(ErrorCode.None, producer.Init());
        return producer;
    }

    private static ErrorCode AddOffsets(WireConnection wire, short version, TransactionalWire producer) =>
        wire.Ask<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(ApiKey.AddOffsetsToTxn, version, new()
        {
            TransactionalId = producer.TransactionalId, ProducerId = producer.ProducerId, ProducerEpoch = producer.Epoch, GroupId = producer.TransactionalId,
        }).ErrorCode;

    private static ErrorCode Commit(WireConnection wire, short version, TransactionalWire producer, Uuid topicId, long offset) =>
        wire.Ask<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(ApiKey.TxnOffsetCommit, version, new()
        {
            TransactionalId = producer.TransactionalId,
            GroupId = producer.TransactionalId,
            ProducerId = producer.ProducerId,
            ProducerEpoch = producer.Epoch,
            GenerationIdOrMemberEpoch = -1,
            Topics =
            [
                new() { Name = producer.TransactionalId, TopicId = topicId, Partitions = [new() { PartitionIndex = 0, CommittedOffset = offset, CommittedLeaderEpoch = -1 }] },
            ],
        }).Topics.Single().Partitions.Single().ErrorCode;

    private static (long Offset, ErrorCode Error) Fetch(WireConnection wire, string group)
    {
        var answer = wire.Ask<OffsetFetchRequest, OffsetFetchResponse>(ApiKey.OffsetFetch, 7, new()
        {
            GroupId = group, Topics = [new() { Name = group, PartitionIndexes = [0] }], RequireStable = true,
        }).Topics.Single().Partitions.Single();
        return (answer.CommittedOffset, answer.ErrorCode);
    }

    private static Uuid TopicId(WireConnection wire, string name) =>
        wire.Ask<MetadataRequest, MetadataResponse>(ApiKey.Metadata, 12, new() { Topics = [new() { Name = name }] }).Topics.Single().TopicId;
}
