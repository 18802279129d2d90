using System.Runtime.InteropServices;
using System.Text.Json;
using Confluent.Kafka;

namespace Levada.PackageStats;

/// <summary>
/// A member of a consumer group that counts packages by section. What it counted of a partition counts only once it is in
/// the report and the offset behind it committed, in this order: so a member that is killed leaves a report that says
/// exactly up to which offset it has counted, and its successor starts from the commit.
/// </summary>
/// <remarks>
/// A record that was counted but not committed when a member died is counted again by the next. The report keeps counts per
/// partition and offset range, so that <see cref="Totals"/> sees each offset once.
/// </remarks>
internal sealed class SectionCounter(string bootstrap, string topic, string group)
{
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(200);
    private const int RecordsPerStep = 500;

    private readonly List<CountedRange> _steps = [];
    private readonly Dictionary<int, CountedRange> _open = [];
    private volatile bool _isStopping;

    /// <param name="report">The file that the counts are appended to, a line of JSON per step.</param>
    /// <returns>The exit code.</returns>
    public int Run(string report)
    {
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var output = new StreamWriter(report, append: true);
        using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            SessionTimeoutMs = 6000,
            HeartbeatIntervalMs = 500,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        })
            .SetPartitionsAssignedHandler((_, partitions) => Tell($"got {Names(partitions)}"))
            .SetPartitionsRevokedHandler((member, partitions) =>
            {
                CloseStep(member, output);
                Tell($"gave up {Names(partitions.Select(partition => partition.TopicPartition))}");
            })
            .Build();
        consumer.Subscribe(topic);
        while (!_isStopping)
        {
            var record = consumer.Consume(PollTime);
            if (record is not null) Count(record);
            if (record is null || _open.Values.Sum(range => range.RecordCount) >= RecordsPerStep) CloseStep(consumer, output);
        }

        CloseStep(consumer, output);
        consumer.Close();
        return 0;
    }

    private void Count(ConsumeResult<string, string> record)
    {
        if (!_open.TryGetValue(record.Partition.Value, out var range))
        {
            range = new CountedRange { Partition = record.Partition.Value, FirstOffset = record.Offset.Value };
            _open.Add(record.Partition.Value, range);
        }

        range.Add(record.Offset.Value, SectionOf(record.Message.Value));
    }

    /// <summary>First the report, then the commit: what a crash leaves between the two is counted again and recognised by its offsets.</summary>
    private void CloseStep(IConsumer<string, string> consumer, StreamWriter output)
    {
        if (_open.Count == 0) return;
        foreach (var range in _open.Values) output.WriteLine(range.ToJson());
        output.Flush();
        var offsets = _open.Values.Select(range => new TopicPartitionOffset(topic, range.Partition, range.LastOffset + 1)).ToArray();
        _steps.AddRange(_open.Values);
        _open.Clear();
        try
        {
            consumer.Commit(offsets);
        }
        catch (KafkaException e)
        {
            Tell($"could not commit: {e.Error.Reason}");
        }
    }

    private static string SectionOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("Section", out var section) ? section.GetString() ?? "" : "(none)";
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _isStopping = true;
    }

    private void Tell(string text) => Console.Error.WriteLine($"{Environment.ProcessId}: {text}; {_steps.Sum(step => step.RecordCount)} records so far");

    private static string Names(IEnumerable<TopicPartition> partitions) =>
        $"partitions [{string.Join(' ', partitions.Select(partition => partition.Partition.Value).Order())}]";
}
