using Confluent.Kafka;
using Levada.History.Events;
using Levada.History.Workloads;

namespace Levada.History;

/// <summary>Reads whole topics when nobody writes any more.</summary>
internal sealed class FinalReader(WorkloadSettings settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Reads every partition to its end at both isolation levels.</summary>
    /// <exception cref="TimeoutException">An end was not reached: records or a decision are missing.</exception>
    public void Read(string topic, int partitionCount)
    {
        foreach (var isolation in Enum.GetValues<Isolation>())
        {
            foreach (var partition in Enumerable.Range(0, partitionCount)) Read(new TopicPartition(topic, partition), isolation);
        }
    }

    private void Read(TopicPartition partition, Isolation isolation)
    {
        var config = settings.Consumer("none", isolation);
        config.EnablePartitionEof = true;
        using var consumer = new ConsumerBuilder<Ignore, string>(config).SetLogHandler(WorkloadSettings.Quiet).Build();
        var beginUs = Recorder.NowUs;
        var end = consumer.QueryWatermarkOffsets(partition, Patience).High.Value;
        consumer.Assign(new TopicPartitionOffset(partition, Offset.Beginning));
        var records = new List<ReadRecord>();
        var deadlineUs = beginUs + (long)Patience.TotalMicroseconds;
        // The end of committed records may be behind an open transaction that is still to time out.
        for (var position = 0L; position < end;)
        {
            if (Recorder.NowUs > deadlineUs) throw new TimeoutException($"{partition.Topic}-{partition.Partition.Value} ends at {end}; reading {isolation} came to {position}.");
            if (consumer.Consume(TimeSpan.FromSeconds(1)) is not { } record) continue;
            position = record.Offset.Value + (record.IsPartitionEOF ? 0 : 1);
            if (!record.IsPartitionEOF) records.Add(new(record.Offset.Value, record.Message.Value));
        }

        settings.Recorder.Add(new FinalReadEvent
        {
            Process = "final", BeginUs = beginUs, EndUs = Recorder.NowUs, Topic = partition.Topic, Partition = partition.Partition.Value,
            Isolation = isolation, Records = [.. records],
        });
    }
}
