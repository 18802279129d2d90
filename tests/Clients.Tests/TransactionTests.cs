using Confluent.Kafka;

namespace Levada.Clients.Tests;

public sealed class TransactionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("disk")]
    [InlineData("page-cache")]
    public async Task Consume_transform_produce_copies_every_record_once_over_crashes_and_kills(string durability)
    {
        const int partitionCount = 3;
        const int recordCount = 3_000;
        await using var broker = await RunningBroker.StartAsync($"levada.durability={durability}", $"num.partitions={partitionCount}");
        await ProduceAsync(broker.Bootstrap, "input", partitionCount, recordCount);
        var copier = new TransactionalCopier(broker.Bootstrap, "input", "output", partitionCount);
        var copying = copier.RunAsync(recordCount, [3, 9], TestContext.Current.CancellationToken);
        foreach (var count in new[] { 400, 1_300, 2_200 })
        {
            while (copier.CopiedCount < count && !copying.IsCompleted) await Task.Delay(5, TestContext.Current.CancellationToken);
            await broker.KillAsync();
            await broker.StartAgainAsync();
        }

        await copying.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        var expected = Enumerable.Range(0, recordCount).Select(i => $"{i}").Order().ToArray();
        Assert.Equal(expected, Read(broker.Bootstrap, "output", partitionCount, recordCount).Order());
    }

    [Fact]
    public async Task A_reader_of_committed_records_sees_what_was_committed_and_nothing_else()
    {
        await using var broker = await RunningBroker.StartAsync("num.partitions=1");
        using var producer = Producer(broker.Bootstrap, "one");
        producer.InitTransactions(Patience);
        foreach (var (value, isCommit) in new[] { ("a", true), ("void", false), ("b", true), ("also void", false), ("c", true) })
        {
            producer.BeginTransaction();
            producer.Produce("outcomes", new Message<Null, string> { Value = value });
            producer.Flush(Patience);
            if (isCommit) producer.CommitTransaction(Patience);
            else producer.AbortTransaction(Patience);
        }

        Assert.Equal(["a", "b", "c"], Read(broker.Bootstrap, "outcomes", 1, 3));
        Assert.Equal(["a", "void", "b", "also void", "c"], Read(broker.Bootstrap, "outcomes", 1, 5, IsolationLevel.ReadUncommitted));
    }

    [Fact]
    public async Task A_zombie_is_fenced_by_its_successor()
    {
        await using var broker = await RunningBroker.StartAsync("num.partitions=1");
        using var zombie = Producer(broker.Bootstrap, "same");
        zombie.InitTransactions(Patience);
        zombie.BeginTransaction();
        zombie.Produce("fenced", new Message<Null, string> { Value = "void" });
        zombie.Flush(Patience);
        using var heir = Producer(broker.Bootstrap, "same");
        heir.InitTransactions(Patience);
        Assert.Equal(ErrorCode.Local_Fenced, Assert.Throws<KafkaException>(() => zombie.CommitTransaction(Patience)).Error.Code);
        heir.BeginTransaction();
        heir.Produce("fenced", new Message<Null, string> { Value = "a" });
        heir.CommitTransaction(Patience);
        Assert.Equal(["a"], Read(broker.Bootstrap, "fenced", 1, 1));
    }

    [Fact]
    public async Task A_transaction_that_takes_too_long_is_aborted_and_holds_readers_no_longer()
    {
        await using var broker = await RunningBroker.StartAsync(
            "num.partitions=1", "transaction.abort.timed.out.transaction.cleanup.interval.ms=100");
        using var slow = await BeginShortAsync(broker.Bootstrap, "slow", "overdue", "void");
        using var other = Producer(broker.Bootstrap, "other");
        other.InitTransactions(Patience);
        other.BeginTransaction();
        other.Produce("overdue", new Message<Null, string> { Value = "a" });
        other.CommitTransaction(Patience);
        // The reader waits for as long as the overdue transaction lies before it.
        Assert.Equal(["a"], Read(broker.Bootstrap, "overdue", 1, 1));
        Assert.ThrowsAny<KafkaException>(() => slow.CommitTransaction(Patience));
    }

    /// <summary>A transaction of little time with one record, which is written.</summary>
    private static async Task<IProducer<Null, string>> BeginShortAsync(string bootstrap, string transactionalId, string topic, string value)
    {
        // The record's time is no longer than the transaction's: where that is too short to write it, there is more the next time.
        for (var timeoutMs = 2_000; ; timeoutMs *= 2)
        {
            var producer = Producer(bootstrap, transactionalId, timeoutMs);
            producer.InitTransactions(Patience);
            producer.BeginTransaction();
            try
            {
                await producer.ProduceAsync(topic, new Message<Null, string> { Value = value });
                return producer;
            }
            catch (ProduceException<Null, string>) when (timeoutMs < 60_000)
            {
                producer.Dispose();
            }
        }
    }

    private static IProducer<Null, string> Producer(string bootstrap, string transactionalId, int timeoutMs = 60_000) =>
        new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = bootstrap, TransactionalId = transactionalId, TransactionTimeoutMs = timeoutMs, ReconnectBackoffMaxMs = 100,
            // librdkafka wants no message to outlive its transaction.
            MessageTimeoutMs = timeoutMs, SocketTimeoutMs = Math.Min(timeoutMs, 60_000),
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    private static async Task ProduceAsync(string bootstrap, string topic, int partitionCount, int count)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = bootstrap }).Build();
        await Task.WhenAll(Enumerable.Range(0, count).Select(i =>
            producer.ProduceAsync(new TopicPartition(topic, i % partitionCount), new Message<Null, string> { Value = $"{i}" })));
    }

    private static List<string> Read(
        string bootstrap, string topic, int partitionCount, int count, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = bootstrap, GroupId = "reader", EnablePartitionEof = true, IsolationLevel = isolation,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, partitionCount).Select(partition => new TopicPartitionOffset(topic, partition, 0)));
        var values = new List<string>();
        var ended = new HashSet<int>();
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while ((values.Count < count || ended.Count < partitionCount) && patience.Elapsed < Patience)
        {
            if (consumer.Consume(TimeSpan.FromSeconds(1)) is not { } result) continue;
            if (!result.IsPartitionEOF) values.Add(result.Message.Value);
            else if (values.Count >= count) ended.Add(result.Partition.Value);
            // An end before the records are all there is no end; what comes after it is waited for.
            else ended.Remove(result.Partition.Value);
        }

        return values;
    }
}
