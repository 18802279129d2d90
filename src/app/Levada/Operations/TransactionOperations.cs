using Levada.Client.Admin;
using Levada.Output;
using Levada.Protocol;

namespace Levada.Operations;

/// <summary>The <c>transaction</c> commands.</summary>
internal sealed class TransactionOperations(Session session)
{
    private readonly TransactionAdmin _transactions = new(session.Client);

    public async Task<int> ListAsync(IReadOnlyList<string> states, CancellationToken cancellationToken)
    {
        var table = new Table(
            "transactions", new Column("TRANSACTION", "transactionalId"), new Column("STATE", "state"), new Column("PRODUCER", "producerId", true),
            new Column("COORDINATOR", "coordinator", true));
        foreach (var one in await _transactions.ListAsync(states, cancellationToken)) table.Add(one.TransactionalId, one.State, one.ProducerId, one.CoordinatorId);
        session.Screen.Write(table);
        return ExitCode.Success;
    }

    public async Task<int> DescribeAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var table = new Table(
            "transactions", new Column("TRANSACTION", "transactionalId"), new Column("STATE", "state"), new Column("PRODUCER", "producerId", true),
            new Column("EPOCH", "producerEpoch", true), new Column("TIMEOUT", "timeoutMs", true), new Column("STARTED", "startTimestamp"),
            new Column("COORDINATOR", "coordinator", true), new Column("PARTITIONS", "partitions"));
        foreach (var id in ids)
        {
            var one = await _transactions.DescribeAsync(id, cancellationToken);
            table.Add(
                id, one.State, one.ProducerId, (long)one.ProducerEpoch, one.TimeoutMs, one.StartTimestampMs < 0 ? Cell.Known(null) : Cell.Time(one.StartTimestampMs),
                one.CoordinatorId, Cell.List([.. one.Partitions.Select(partition => partition.ToString())]));
        }

        session.Screen.Write(table);
        return ExitCode.Success;
    }

    /// <summary>Ends the transactions of topics that their coordinators know nothing of, or shows them.</summary>
    /// <param name="isExecuted">Otherwise nothing is changed.</param>
    public async Task<int> AbortAsync(IReadOnlyList<string> topics, bool isExecuted, CancellationToken cancellationToken)
    {
        var exitCode = ExitCode.Success;
        var table = new Table(
            "transactions", new Column("TOPIC", "topic"), new Column("PARTITION", "partition", true), new Column("PRODUCER", "producerId", true),
            new Column("EPOCH", "producerEpoch", true), new Column("OFFSET", "firstOffset", true), new Column("SINCE", "lastTimestamp"), new Column("RESULT", "result"));
        foreach (var open in await HangingAsync(topics, cancellationToken))
        {
            var error = isExecuted ? await _transactions.AbortAsync(open, cancellationToken) : ErrorCode.None;
            if (error != ErrorCode.None) exitCode = ExitCode.Failure;
            table.Add(
                open.Partition.Topic, open.Partition.Partition, open.ProducerId, (long)open.ProducerEpoch, open.FirstOffset, Cell.Time(open.LastTimestampMs),
                !isExecuted ? "hanging" : error == ErrorCode.None ? "aborted" : error.ToKafkaName());
        }

        session.Screen.Write(table);
        if (!isExecuted) session.Screen.Say("Nothing was changed; add --execute to do it.");
        return exitCode;
    }

    /// <summary>Open on a partition, but in no transaction of any coordinator; a longer look than one, as both may move meanwhile.</summary>
    private async Task<IReadOnlyList<OpenTransaction>> HangingAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        var open = new List<OpenTransaction>();
        foreach (var topic in topics) open.AddRange(await _transactions.OpenAsync(topic, cancellationToken));
        var known = new HashSet<(long ProducerId, TopicPartition Partition)>();
        foreach (var listed in await _transactions.ListAsync([], cancellationToken))
        {
            if (open.TrueForAll(one => one.ProducerId != listed.ProducerId)) continue;
            var described = await _transactions.DescribeAsync(listed.TransactionalId, cancellationToken);
            foreach (var partition in described.Partitions) known.Add((described.ProducerId, partition));
        }

        open.RemoveAll(one => known.Contains((one.ProducerId, one.Partition)));
        if (open.Count == 0) return open;
        // What its coordinator has ended since the first look does not hang.
        var still = new List<OpenTransaction>();
        foreach (var topic in topics) still.AddRange(await _transactions.OpenAsync(topic, cancellationToken));
        return [.. open.Where(one => still.Exists(now => now.Partition == one.Partition && now.ProducerId == one.ProducerId && now.FirstOffset == one.FirstOffset))];
    }
}
