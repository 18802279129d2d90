using Confluent.Kafka;
using Levada.History.Events;

namespace Levada.History.Workloads;

/// <summary>A member of a group that commits what it has read; sometimes it leaves, sometimes it just vanishes.</summary>
internal sealed class GroupReader(WorkloadSettings settings, string name, string group, string topic, GroupProtocol protocol) : IWorkload
{
    private readonly Random _random = settings.RandomOf(name);
    private int _assignmentCount;

    public void Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var reading = new Reading(settings.Recorder, name, group, Isolation.Committed) { Assignment = ++_assignmentCount };
            using var consumer = new ConsumerBuilder<Ignore, string>(Config())
                .SetLogHandler(WorkloadSettings.Quiet)
                .SetPartitionsAssignedHandler((_, _) => reading.Assignment = ++_assignmentCount)
                .SetPartitionsRevokedHandler((_, _) => reading.Assignment = ++_assignmentCount)
                .SetPartitionsLostHandler((_, _) => reading.Assignment = ++_assignmentCount)
                .Build();
            consumer.Subscribe(topic);
            while (!stopping.IsCancellationRequested && _random.Next(400) != 0) ReadSome(consumer, reading);
            if (_random.Next(2) == 0) consumer.Close();
        }
    }

    private ConsumerConfig Config()
    {
        var config = settings.Consumer(group, Isolation.Committed);
        config.GroupProtocol = protocol;
        // The new protocol's times are the group's, not the member's.
        if (protocol == GroupProtocol.Classic) config.SessionTimeoutMs = 6_000;
        return config;
    }

    private void ReadSome(IConsumer<Ignore, string> consumer, Reading reading)
    {
        var records = reading.Take(consumer);
        if (records.Count == 0 || reading.IsOutdated) return;
        var offsets = records.GroupBy(record => record.TopicPartition)
            .Select(partition => new TopicPartitionOffset(partition.Key, partition.Max(record => record.Offset.Value) + 1)).ToArray();
        var beginUs = Recorder.NowUs;
        var outcome = Commit(consumer, offsets);
        foreach (var offset in offsets)
        {
            settings.Recorder.Add(new CommitEvent
            {
                Process = name, BeginUs = beginUs, EndUs = Recorder.NowUs, Group = group, Topic = offset.Topic,
                Partition = offset.Partition.Value, Offset = offset.Offset.Value, Outcome = outcome,
            });
        }
    }

    /// <returns>Unknown where the broker was killed before it answered.</returns>
    public static Outcome Commit(IConsumer<Ignore, string> consumer, IEnumerable<TopicPartitionOffset> offsets)
    {
        try
        {
            consumer.Commit(offsets);
            return Outcome.Ok;
        }
        catch (KafkaException)
        {
            return Outcome.Unknown;
        }
    }
}
