using Confluent.Kafka;
using Levada.History.Events;

namespace Levada.History.Workloads;

/// <summary>Commits ever higher offsets for a group of its own, and looks at each before it commits the next: none can be lost unseen.</summary>
internal sealed class OffsetKeeper(WorkloadSettings settings, string name, string topic) : IWorkload
{
    private readonly Random _random = settings.RandomOf(name);

    public void Run(CancellationToken stopping)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(settings.Consumer(name, Isolation.Committed)).SetLogHandler(WorkloadSettings.Quiet).Build();
        for (var offset = 1L; !stopping.IsCancellationRequested; offset++)
        {
            var beginUs = Recorder.NowUs;
            var outcome = GroupReader.Commit(consumer, [new TopicPartitionOffset(topic, 0, offset)]);
            settings.Recorder.Add(new CommitEvent
            {
                Process = name, BeginUs = beginUs, EndUs = Recorder.NowUs, Group = name, Topic = topic, Partition = 0, Offset = offset, Outcome = outcome,
            });
            stopping.WaitHandle.WaitOne(_random.Next(30));
            Look(consumer, stopping);
        }
    }

    private void Look(IConsumer<Ignore, string> consumer, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                CommittedOffsets.Sample(settings.Recorder, name, consumer, name, topic, partitionCount: 1);
                return;
            }
            catch (KafkaException)
            {
                // The broker is down: what it knows when it is back is what counts.
            }
        }
    }
}
