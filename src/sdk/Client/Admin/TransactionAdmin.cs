using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Admin;

/// <summary>Lists and describes transactions, and ends those that nobody coordinates any more (KIP-664).</summary>
public sealed class TransactionAdmin(KafkaClient client)
{
    /// <summary>The transactional ids of every broker, ordered.</summary>
    /// <param name="states">Names of states to list; empty for all.</param>
    public async Task<IReadOnlyList<TransactionListing>> ListAsync(IReadOnlyList<string> states, CancellationToken cancellationToken = default)
    {
        var cluster = await client.RefreshMetadataAsync([], cancellationToken: cancellationToken);
        var answers = await Task.WhenAll(cluster.Brokers.Keys.Select(node => ListAtAsync(node, states, cancellationToken)));
        return [.. answers.SelectMany(listed => listed).OrderBy(listed => listed.TransactionalId, StringComparer.Ordinal)];
    }

    /// <exception cref="KafkaException">TRANSACTIONAL_ID_NOT_FOUND, or no broker answered.</exception>
    public async Task<TransactionDescription> DescribeAsync(string transactionalId, CancellationToken cancellationToken = default)
    {
        var error = ErrorCode.TransactionalIdNotFound;
        foreach (var listed in (await ListAsync([], cancellationToken)).Where(listed => listed.TransactionalId == transactionalId))
        {
            var response = await client.SendToNodeAsync<DescribeTransactionsRequest, DescribeTransactionsResponse>(
                listed.CoordinatorId, ApiKey.DescribeTransactions, _ => new() { TransactionalIds = [transactionalId] }, cancellationToken);
            var found = response.TransactionStates.Single();
            if (found.ErrorCode == ErrorCode.None) return Description(listed.CoordinatorId, found);
            error = found.ErrorCode;
        }

        throw KafkaException.From(error, $"transaction {transactionalId}");
    }

    /// <summary>The transactions that are open on a topic's partitions.</summary>
    public async Task<IReadOnlyList<OpenTransaction>> OpenAsync(string topic, CancellationToken cancellationToken = default)
    {
        var found = await client.GetTopicAsync(topic, cancellationToken: cancellationToken);
        var open = new List<OpenTransaction>();
        foreach (var leader in found.Partitions.GroupBy(partition => partition.Leader))
        {
            var response = await client.SendToNodeAsync<DescribeProducersRequest, DescribeProducersResponse>(
                leader.Key, ApiKey.DescribeProducers,
                _ => new() { Topics = [new() { Name = topic, PartitionIndexes = [.. leader.Select(partition => partition.Partition)] }] }, cancellationToken);
            foreach (var partition in response.Topics.Single().Partitions)
            {
                if (partition.ErrorCode != ErrorCode.None) throw KafkaException.From(partition.ErrorCode, $"{topic}-{partition.PartitionIndex}");
                open.AddRange(partition.ActiveProducers.Where(producer => producer.CurrentTxnStartOffset >= 0).Select(producer => new OpenTransaction(
                    new TopicPartition(topic, partition.PartitionIndex), producer.ProducerId, (short)producer.ProducerEpoch, producer.CoordinatorEpoch,
                    producer.CurrentTxnStartOffset, producer.LastTimestamp)));
            }
        }

        return open;
    }

    /// <summary>Aborts a transaction on one partition by its marker, whoever coordinates it.</summary>
    public async Task<ErrorCode> AbortAsync(OpenTransaction open, CancellationToken cancellationToken = default)
    {
        var leader = client.Metadata.Find(open.Partition.Topic, open.Partition.Partition)!.Leader;
        var response = await client.SendToNodeAsync<WriteTxnMarkersRequest, WriteTxnMarkersResponse>(
            leader, ApiKey.WriteTxnMarkers, _ => new() { Markers = [Marker(open)] }, cancellationToken);
        return response.Markers.Single().Topics.Single().Partitions.Single().ErrorCode;
    }

    private static WriteTxnMarkersRequest.WritableTxnMarker Marker(OpenTransaction open) => new()
    {
        ProducerId = open.ProducerId,
        ProducerEpoch = open.ProducerEpoch,
        CoordinatorEpoch = Math.Max(open.CoordinatorEpoch, 0),
        TransactionResult = false,
        Topics = [new() { Name = open.Partition.Topic, PartitionIndexes = [open.Partition.Partition] }],
    };

    private static TransactionDescription Description(int node, DescribeTransactionsResponse.TransactionStateData found) => new(
        found.TransactionalId, node, found.ProducerId, found.ProducerEpoch, found.TransactionState, found.TransactionTimeoutMs, found.TransactionStartTimeMs,
        [.. found.Topics.SelectMany(topic => topic.Partitions, (topic, index) => new TopicPartition(topic.Topic, index))]);

    private Task<IReadOnlyList<TransactionListing>> ListAtAsync(int node, IReadOnlyList<string> states, CancellationToken cancellationToken) =>
        client.RetryAsync<IReadOnlyList<TransactionListing>>(
            async () =>
            {
                var response = await client.SendToNodeAsync<ListTransactionsRequest, ListTransactionsResponse>(
                    node, ApiKey.ListTransactions, _ => new() { StateFilters = [.. states], DurationFilter = -1 }, cancellationToken);
                if (response.ErrorCode != ErrorCode.None) throw KafkaException.From(response.ErrorCode, $"listing the transactions of broker {node}");
                if (response.UnknownStateFilters is [var unknown, ..]) throw new KafkaException($"'{unknown}' is no state of a transaction");
                return [.. response.TransactionStates.Select(one => new TransactionListing(one.TransactionalId, node, one.ProducerId, one.TransactionState))];
            },
            cancellationToken);
}
