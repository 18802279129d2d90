using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Levada.History.Events;

namespace Levada.History.Workloads;

/// <summary>Asks again and again for a topic's offsets and a group's committed ones.</summary>
internal sealed class BoundsSampler(WorkloadSettings settings, string name, string topic, int partitionCount, string? group) : IWorkload
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public void Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = settings.Bootstrap, ReconnectBackoffMaxMs = 200 })
                .SetLogHandler(WorkloadSettings.Quiet).Build();
            using var consumer = new ConsumerBuilder<Ignore, string>(settings.Consumer(group ?? "none", Isolation.Committed)).SetLogHandler(WorkloadSettings.Quiet).Build();
            try
            {
                while (!stopping.WaitHandle.WaitOne(Interval)) Sample(admin, consumer);
            }
            catch (Exception e) when (e is KafkaException or TimeoutException)
            {
                // The broker is down: another client asks again.
            }
        }
    }

    private void Sample(IAdminClient admin, IConsumer<Ignore, string> consumer)
    {
        SampleBounds(admin);
        if (group is not null) CommittedOffsets.Sample(settings.Recorder, name, consumer, group, topic, partitionCount);
    }

    private void SampleBounds(IAdminClient admin)
    {
        var beginUs = Recorder.NowUs;
        var logStart = Ask(admin, OffsetSpec.Earliest(), IsolationLevel.ReadUncommitted);
        var lastStable = Ask(admin, OffsetSpec.Latest(), IsolationLevel.ReadCommitted);
        var highWatermark = Ask(admin, OffsetSpec.Latest(), IsolationLevel.ReadUncommitted);
        var endUs = Recorder.NowUs;
        if (logStart is null || lastStable is null || highWatermark is null) return;
        foreach (var partition in Enumerable.Range(0, partitionCount))
        {
            settings.Recorder.Add(new BoundsEvent
            {
                Process = name, BeginUs = beginUs, EndUs = endUs, Topic = topic, Partition = partition,
                LogStart = logStart[partition], LastStable = lastStable[partition], HighWatermark = highWatermark[partition],
            });
        }
    }

    /// <returns>Null where the broker was killed before it had answered for all partitions.</returns>
    private Dictionary<int, long>? Ask(IAdminClient admin, OffsetSpec spec, IsolationLevel isolation)
    {
        var asked = Enumerable.Range(0, partitionCount).Select(partition => new TopicPartitionOffsetSpec { TopicPartition = new(topic, partition), OffsetSpec = spec });
        var answer = admin.ListOffsetsAsync(asked, new() { IsolationLevel = isolation, RequestTimeout = Patience }).WaitAsync(2 * Patience).GetAwaiter().GetResult();
        if (answer.ResultInfos.Exists(info => info.TopicPartitionOffsetError.Error.IsError || info.TopicPartitionOffsetError.Offset.Value < 0)) return null;
        return answer.ResultInfos.ToDictionary(
            info => info.TopicPartitionOffsetError.Partition.Value, info => info.TopicPartitionOffsetError.Offset.Value);
    }
}
