using Confluent.Kafka;
using Levada.History.Events;

namespace Levada.History.Workloads;

/// <summary>Reads all partitions of a topic on its own account, and now and then begins again.</summary>
internal sealed class AssignedReader(WorkloadSettings settings, string name, string topic, int partitionCount, Isolation isolation) : IWorkload
{
    private readonly Random _random = settings.RandomOf(name);

    public void Run(CancellationToken stopping)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(settings.Consumer("none", isolation)).SetLogHandler(WorkloadSettings.Quiet).Build();
        var reading = new Reading(settings.Recorder, name, null, isolation);
        while (!stopping.IsCancellationRequested)
        {
            reading.Assignment++;
            consumer.Assign(Enumerable.Range(0, partitionCount).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
            do reading.Take(consumer);
            while (!stopping.IsCancellationRequested && _random.Next(1000) != 0);
        }
    }
}
