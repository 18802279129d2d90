using Confluent.Kafka;
using Levada.History.Events;

namespace Levada.History.Workloads;

/// <summary>An idempotent producer of numbered values.</summary>
internal sealed class PlainProducer(WorkloadSettings settings, string name, string topic, int partitionCount, int recordsPerSecond) : IWorkload
{
    private static readonly TimeSpan FlushPatience = TimeSpan.FromMinutes(5);
    private readonly Random _random = settings.RandomOf(name);

    public void Run(CancellationToken stopping)
    {
        using var producer = new ProducerBuilder<Null, string>(settings.Producer()).SetLogHandler(WorkloadSettings.Quiet).Build();
        for (var number = 0L; !stopping.WaitHandle.WaitOne(1000 / recordsPerSecond); number++) Send(producer, number);
        producer.Flush(FlushPatience);
    }

    private void Send(IProducer<Null, string> producer, long number)
    {
        var value = $"{name}-{number}";
        var partition = _random.Next(partitionCount);
        var beginUs = Recorder.NowUs;
        producer.Produce(new TopicPartition(topic, partition), new() { Value = value }, report => settings.Recorder.Add(new SendEvent
        {
            Process = name, BeginUs = beginUs, EndUs = Recorder.NowUs, Topic = topic, Partition = partition, Value = value, Number = number,
            Outcome = OutcomeOf(report.Status), Offset = report.Status == PersistenceStatus.Persisted ? report.Offset.Value : -1,
        }));
    }

    internal static Outcome OutcomeOf(PersistenceStatus status) => status switch
    {
        PersistenceStatus.Persisted => Outcome.Ok,
        PersistenceStatus.NotPersisted => Outcome.Failed,
        _ => Outcome.Unknown,
    };
}
