using Confluent.Kafka;

namespace Levada.Clients.Tests;

/// <summary>Reads one topic, writes another and commits what it has read, all in transactions; starts over whenever something fails.</summary>
internal sealed class TransactionalCopier(string bootstrap, string input, string output, int partitionCount)
{
    private const int RecordsPerTransaction = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StallPatience = TimeSpan.FromSeconds(12);
    private int _copiedCount;

    /// <summary>Records in transactions whose commit was confirmed.</summary>
    public int CopiedCount => Volatile.Read(ref _copiedCount);

    /// <summary>Copies until the group has committed everything up to the end.</summary>
    /// <param name="crashAfter">How many transactions an incarnation makes before it leaves one open and goes; by incarnation, then never.</param>
    public async Task RunAsync(long inputCount, int[] crashAfter, CancellationToken cancellationToken)
    {
        for (var incarnation = 0; ; incarnation++)
        {
            var transactionCount = incarnation < crashAfter.Length ? crashAfter[incarnation] : int.MaxValue;
            var run = Task.Factory.StartNew(
                () => TryRun(inputCount, transactionCount), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            for (var seen = -1; !run.IsCompleted && seen != CopiedCount;)
            {
                seen = CopiedCount;
                await Task.WhenAny(run, Task.Delay(StallPatience, cancellationToken));
            }

            // librdkafka can wait for a group's coordinator for ever when its connection broke at the wrong moment: such an
            // incarnation is left behind as what it is, a zombie, and its successor fences it.
            if (run.IsCompleted && await run) return;
        }
    }

    private bool TryRun(long inputCount, int crashAfter)
    {
        try
        {
            return RunOnce(inputCount, crashAfter);
        }
        catch (KafkaException)
        {
            // Whatever it was: a new incarnation finds the group's offsets and goes on from there.
            return false;
        }
    }

    /// <returns>Whether everything is copied.</returns>
    private bool RunOnce(long inputCount, int crashAfter)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = bootstrap, TransactionalId = "copier", TransactionTimeoutMs = 20_000, ReconnectBackoffMaxMs = 100,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        producer.InitTransactions(Patience);
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = bootstrap, GroupId = "copier", EnableAutoCommit = false, IsolationLevel = IsolationLevel.ReadCommitted, ReconnectBackoffMaxMs = 100,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        var partitions = Enumerable.Range(0, partitionCount).Select(partition => new TopicPartition(input, partition));
        var committed = consumer.Committed(partitions, Patience);
        var positions = committed.ToDictionary(one => one.TopicPartition, one => one.Offset == Offset.Unset ? 0 : one.Offset.Value);
        consumer.Assign(positions.Select(one => new TopicPartitionOffset(one.Key, one.Value)));
        for (var transaction = 0; positions.Values.Sum() < inputCount; transaction++)
            CopySome(producer, consumer, positions, inputCount, isAbandoned: transaction >= crashAfter);
        return true;
    }

    private void CopySome(
        IProducer<Null, string> producer, IConsumer<Ignore, string> consumer, Dictionary<TopicPartition, long> positions, long inputCount, bool isAbandoned)
    {
        producer.BeginTransaction();
        var count = 0;
        while (count < RecordsPerTransaction && positions.Values.Sum() < inputCount)
        {
            if (consumer.Consume(TimeSpan.FromSeconds(1)) is not { } record) continue;
            producer.Produce(new TopicPartition(output, record.Partition), new Message<Null, string> { Value = record.Message.Value });
            positions[record.TopicPartition] = record.Offset.Value + 1;
            count++;
        }

        producer.SendOffsetsToTransaction(positions.Select(one => new TopicPartitionOffset(one.Key, one.Value)), consumer.ConsumerGroupMetadata, Patience);
        if (isAbandoned)
        {
            producer.Flush(Patience);
            throw new KafkaException(ErrorCode.Local_Fail);
        }

        producer.CommitTransaction(Patience);
        Interlocked.Add(ref _copiedCount, count);
    }
}
