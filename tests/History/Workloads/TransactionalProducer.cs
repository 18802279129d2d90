using Confluent.Kafka;
using Levada.History.Events;

namespace Levada.History.Workloads;

/// <summary>A producer of small transactions, some of which it aborts and some of which it leaves behind.</summary>
internal sealed class TransactionalProducer(WorkloadSettings settings, string name, string topic, int partitionCount) : IWorkload
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Random _random = settings.RandomOf(name);
    private long _number;
    private int _transactionCount;

    public void Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            using var producer = new ProducerBuilder<Null, string>(settings.Producer(name)).SetLogHandler(WorkloadSettings.Quiet).Build();
            try
            {
                producer.InitTransactions(Patience);
                while (!stopping.IsCancellationRequested) RunTransaction(producer);
            }
            catch (KafkaException)
            {
                // Fenced, fatal, or out of patience: the next incarnation takes over, and ends what this one began.
            }
        }
    }

    private void RunTransaction(IProducer<Null, string> producer)
    {
        var transaction = $"{name}/{_transactionCount++}";
        producer.BeginTransaction();
        var count = _random.Next(1, 9);
        for (var i = 0; i < count; i++) Send(producer, transaction);
        // What is aborted at once never leaves the client: most of it is to be in the log, where readers must not see it.
        if (_random.Next(4) != 0) producer.Flush(Patience);
        // One in fifty dies in the middle; its records are never decided by itself.
        if (_random.Next(50) == 0) throw new KafkaException(ErrorCode.Local_Application);
        End(producer, transaction, isCommit: _random.Next(5) != 0);
    }

    private void Send(IProducer<Null, string> producer, string transaction)
    {
        var number = _number++;
        var value = $"{name}-{number}";
        var partition = _random.Next(partitionCount);
        var beginUs = Recorder.NowUs;
        producer.Produce(new TopicPartition(topic, partition), new() { Value = value }, report => settings.Recorder.Add(new SendEvent
        {
            Process = name, BeginUs = beginUs, EndUs = Recorder.NowUs, Topic = topic, Partition = partition, Value = value, Number = number,
            Outcome = PlainProducer.OutcomeOf(report.Status), Offset = report.Status == PersistenceStatus.Persisted ? report.Offset.Value : -1,
            Transaction = transaction,
        }));
    }

    private void End(IProducer<Null, string> producer, string transaction, bool isCommit)
    {
        var beginUs = Recorder.NowUs;
        try
        {
            TransactionSteps.Retry(() => EndOnce(producer, isCommit));
            Add(transaction, beginUs, isCommit, Outcome.Ok);
        }
        catch (KafkaTxnRequiresAbortException)
        {
            beginUs = Recorder.NowUs;
            TransactionSteps.Retry(() => producer.AbortTransaction(Patience));
            Add(transaction, beginUs, isCommit: false, Outcome.Ok);
        }
        catch (KafkaException)
        {
            Add(transaction, beginUs, isCommit, Outcome.Unknown);
            throw;
        }
    }

    private static void EndOnce(IProducer<Null, string> producer, bool isCommit)
    {
        if (isCommit) producer.CommitTransaction(Patience);
        else producer.AbortTransaction(Patience);
    }

    private void Add(string transaction, long beginUs, bool isCommit, Outcome outcome) => settings.Recorder.Add(new TransactionEndEvent
    {
        Process = name, BeginUs = beginUs, EndUs = Recorder.NowUs, Transaction = transaction, IsCommit = isCommit, Outcome = outcome,
    });
}
