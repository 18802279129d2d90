using System.Diagnostics;
using Confluent.Kafka;

namespace Levada.Load;

/// <summary>Producers that commit one transaction after another, each of as many records as fill it, on all partitions.</summary>
internal static class TransactionsRun
{
    private const int RecordsPerTransaction = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="producerCount">How many commit at once.</param>
    public static void Execute(LoadOptions options, int producerCount)
    {
        var producers = Enumerable.Range(0, producerCount).Select(number => Create(options, number)).ToArray();
        var before = ProcessProbe.Of(options.BrokerProcessId);
        var watch = Stopwatch.StartNew();
        var counts = new long[producerCount];
        Parallel.For(0, producerCount, new ParallelOptions { MaxDegreeOfParallelism = producerCount }, number =>
        {
            while (watch.Elapsed.TotalSeconds < options.Seconds) counts[number] += Commit(producers[number], options);
        });
        var seconds = watch.Elapsed.TotalSeconds;
        var after = ProcessProbe.Of(options.BrokerProcessId);
        foreach (var producer in producers) producer.Dispose();
        var bytes = (double)counts.Sum() * RecordsPerTransaction * options.RecordBytes;
        Console.WriteLine($"commit   {counts.Sum() / seconds,8:F0} transactions/s  {bytes / 1e6 / seconds,6:F0} MB/s  {producerCount} producers"
            + ProcessProbe.Describe(before, after, bytes / 1e9));
    }

    private static IProducer<Null, byte[]> Create(LoadOptions options, int number)
    {
        var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = options.Bootstrap, TransactionalId = $"{options.Topic}-{number}", LingerMs = options.LingerMs,
        }).Build();
        producer.InitTransactions(Patience);
        return producer;
    }

    private static int Commit(IProducer<Null, byte[]> producer, LoadOptions options)
    {
        var value = new byte[options.RecordBytes];
        producer.BeginTransaction();
        for (var i = 0; i < RecordsPerTransaction; i++)
            producer.Produce(new TopicPartition(options.Topic, i % options.PartitionCount), new Message<Null, byte[]> { Value = value });
        producer.CommitTransaction(Patience);
        return 1;
    }
}
