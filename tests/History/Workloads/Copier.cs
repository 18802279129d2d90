using Confluent.Kafka;
using Levada.History.Events;

namespace Levada.History.Workloads;

/// <summary>Consumes a topic, produces it to another and commits its position, all in one transaction; sometimes it dies in the middle.</summary>
internal sealed class Copier(WorkloadSettings settings, string name, string group, string from, string to, int toPartitionCount) : IWorkload
{
    private const int FewRecords = 50;
    private const int ManyRecords = 500;
    private const long HangUs = 15_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(50);
    private readonly Random _random = settings.RandomOf(name);

    public void Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            // librdkafka may wait for a group's coordinator for ever when the broker was killed: such an incarnation is left behind, and fenced by the next.
            var incarnation = new Incarnation();
            var life = Task.Factory.StartNew(() => Live(incarnation, stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            while (!life.Wait(LookInterval, CancellationToken.None) && !incarnation.HasHung(HangUs))
            {
                // It works.
            }
        }
    }

    private void Live(Incarnation incarnation, CancellationToken stopping)
    {
        var config = settings.Consumer(group, Isolation.Committed);
        config.SessionTimeoutMs = 6_000;
        config.MaxPollIntervalMs = 15_000;
        using var consumer = new ConsumerBuilder<Ignore, string>(config).SetLogHandler(WorkloadSettings.Quiet).Build();
        using var producer = new ProducerBuilder<Null, string>(settings.Producer(name)).SetLogHandler(WorkloadSettings.Quiet).Build();
        try
        {
            producer.InitTransactions(Patience);
            consumer.Subscribe(from);
            while (!stopping.IsCancellationRequested && !incarnation.HasHung(HangUs) && _random.Next(200) != 0)
            {
                incarnation.Step();
                CopySome(consumer, producer);
            }

            consumer.Close();
        }
        catch (KafkaException)
        {
            // The next incarnation begins where the last committed transaction ended.
        }
    }

    private void CopySome(IConsumer<Ignore, string> consumer, IProducer<Null, string> producer)
    {
        var records = Take(consumer);
        if (records.Count == 0) return;
        producer.BeginTransaction();
        try
        {
            foreach (var record in records)
                producer.Produce(new TopicPartition(to, record.Partition.Value % toPartitionCount), new() { Value = record.Message.Value });
            if (_random.Next(50) == 0) throw new KafkaException(ErrorCode.Local_Application);
            var offsets = records.GroupBy(record => record.TopicPartition)
                .Select(partition => new TopicPartitionOffset(partition.Key, partition.Max(record => record.Offset.Value) + 1));
            TransactionSteps.Retry(() => producer.SendOffsetsToTransaction(offsets, consumer.ConsumerGroupMetadata, Patience));
            TransactionSteps.Retry(() => producer.CommitTransaction(Patience));
        }
        catch (KafkaTxnRequiresAbortException)
        {
            TransactionSteps.Retry(() => producer.AbortTransaction(Patience));
            throw;
        }
    }

    private List<ConsumeResult<Ignore, string>> Take(IConsumer<Ignore, string> consumer)
    {
        // Small transactions meet more faults; without large ones a backlog would last.
        var countMax = _random.Next(2) == 0 ? FewRecords : ManyRecords;
        var records = new List<ConsumeResult<Ignore, string>>();
        while (records.Count < countMax)
        {
            if (consumer.Consume(records.Count == 0 ? PollTime : TimeSpan.Zero) is not { } record) break;
            records.Add(record);
        }

        return records;
    }

    /// <summary>When the copier's present life last took a step.</summary>
    private sealed class Incarnation
    {
        private long _stepUs = Recorder.NowUs;

        public void Step() => Volatile.Write(ref _stepUs, Recorder.NowUs);

        public bool HasHung(long limitUs) => Recorder.NowUs - Volatile.Read(ref _stepUs) > limitUs;
    }
}
