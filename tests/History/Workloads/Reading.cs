using Confluent.Kafka;
using Levada.History.Events;

namespace Levada.History.Workloads;

/// <summary>Gathers what a consumer gives one by one and takes it down by partition.</summary>
internal sealed class Reading(Recorder recorder, string process, string? group, Isolation isolation)
{
    private const int RecordCountMax = 200;
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(50);

    /// <summary>To be counted up whenever the consumer may have been given another place to read from.</summary>
    public int Assignment { get; set; }

    /// <summary>Whether what was last taken was read from another place: committing it might undo what somebody else has committed.</summary>
    public bool IsOutdated { get; private set; }

    /// <summary>Reads some records; empty where none came in time.</summary>
    public IReadOnlyList<ConsumeResult<Ignore, string>> Take(IConsumer<Ignore, string> consumer)
    {
        var beginUs = Recorder.NowUs;
        var assignment = Assignment;
        var records = new List<ConsumeResult<Ignore, string>>();
        while (records.Count < RecordCountMax && Poll(consumer, records.Count == 0 ? PollTime : TimeSpan.Zero) is { } record)
        {
            if (assignment != Assignment)
            {
                // A rebalance in the middle: what came before belongs to the assignment before.
                Add(records, beginUs, assignment);
                assignment = Assignment;
                records.Clear();
            }

            records.Add(record);
        }

        Add(records, beginUs, assignment);
        IsOutdated = assignment != Assignment;
        return records;
    }

    private static ConsumeResult<Ignore, string>? Poll(IConsumer<Ignore, string> consumer, TimeSpan time)
    {
        try
        {
            return consumer.Consume(time);
        }
        catch (ConsumeException)
        {
            // The broker is down or the topic is not there yet: the client goes on by itself.
            return null;
        }
    }

    private void Add(List<ConsumeResult<Ignore, string>> records, long beginUs, int assignment)
    {
        foreach (var partition in records.GroupBy(record => record.TopicPartition))
        {
            recorder.Add(new PollEvent
            {
                Process = process, BeginUs = beginUs, EndUs = Recorder.NowUs, Topic = partition.Key.Topic, Partition = partition.Key.Partition.Value,
                Isolation = isolation, Group = group, Assignment = assignment,
                Records = [.. partition.Select(record => new ReadRecord(record.Offset.Value, record.Message.Value))],
            });
        }
    }
}
