using System.Text;
using Levada.Broker.Tests;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Operations.Tests;

/// <summary>Compacted topics on the running broker.</summary>
public sealed class CompactionTests
{
    private const string Topic = "profiles";
    private const int KeyCount = 10;

    private static readonly (string, string)[] s_compacted =
    [
        ("cleanup.policy", "compact"), ("internal.segment.bytes", "20000"), ("min.cleanable.dirty.ratio", "0.01"), ("file.delete.delay.ms", "1"),
    ];

    [Fact]
    public async Task The_last_record_of_each_key_stays_and_the_rest_goes_from_the_disk()
    {
        await using var broker = HostedBroker.Start("log.cleaner.backoff.ms=20");
        long end;
        using (var wire = broker.Connect())
        {
            wire.CreateTopic(Topic, 1, s_compacted);
            end = ProduceRounds(wire, 60);
            await Eventually.TrueAsync(() => Records(wire).Count < 100, "old records are cleaned away");
            Assert.Equal((0, end), (wire.OffsetAt(Topic, WireQuestions.Earliest), wire.OffsetAt(Topic, WireQuestions.Latest)));
            AssertLatest(wire, end);
            await Eventually.TrueAsync(() => SizeBytes(broker, $"{Topic}-0", "*.log*") < 100_000, "files are deleted");
            await Eventually.TrueAsync(() => CleanedOffset(broker) > end / 2, "the checkpoint is written");
        }

        await broker.RestartAsync();
        using var again = broker.Connect();
        AssertLatest(again, end);
        end = ProduceRounds(again, 20);
        await Eventually.TrueAsync(() => Records(again).Count < 100, "cleaning goes on");
        AssertLatest(again, end);
    }

    [Fact]
    public async Task A_reader_misses_no_last_value_while_its_files_are_replaced()
    {
        await using var broker = HostedBroker.Start("log.cleaner.backoff.ms=1");
        using var wire = broker.Connect();
        wire.CreateTopic(Topic, 1, [.. s_compacted, ("levada.durability", "page-cache")]);
        for (var round = 0; round < 40; round++)
        {
            var end = ProduceRounds(wire, 5);
            AssertLatest(wire, end);
        }

        await Eventually.TrueAsync(() => Records(wire).Count < 100, "old records are cleaned away");
        Assert.Empty(broker.Log.Errors);
    }

    [Fact]
    public async Task A_topic_that_is_cleaned_can_be_deleted_changed_and_made_again()
    {
        await using var broker = HostedBroker.Start("log.cleaner.backoff.ms=1", "log.cleaner.io.max.bytes.per.second=100000");
        using var wire = broker.Connect();
        for (var round = 0; round < 5; round++)
        {
            wire.CreateTopic(Topic, 1, s_compacted);
            ProduceRounds(wire, 20);
            await Eventually.TrueAsync(() => Files(broker).Any(name => name.Contains(".cleaned", StringComparison.Ordinal)) || Records(wire).Count < 200, "cleaning has begun");
            if (round % 2 == 0) wire.SetConfig(WireQuestions.TopicResource, Topic, "cleanup.policy", "delete");
            Assert.Equal(ErrorCode.None, wire.DeleteTopic(Topic));
        }

        wire.CreateTopic(Topic, 1, s_compacted);
        AssertLatest(wire, ProduceRounds(wire, 1));
        Assert.Empty(broker.Log.Errors);
    }

    [Fact]
    public async Task A_damaged_log_is_left_alone_and_named_once()
    {
        await using var broker = HostedBroker.Start("log.cleaner.backoff.ms=1");
        using var wire = broker.Connect();
        wire.CreateTopic(Topic, 1, [.. s_compacted, ("min.compaction.lag.ms", "3600000")]);
        ProduceRounds(wire, 10);
        using (var file = new FileStream(
            Path.Combine(broker.Directory, $"{Topic}-0", "00000000000000000000.log"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 200;
            file.WriteByte(0xff);
        }

        wire.SetConfig(WireQuestions.TopicResource, Topic, "min.compaction.lag.ms", "0");
        await Eventually.TrueAsync(() => broker.Host.Status.UncleanablePartitions.Single().Value == 1, "the damage is met");
        wire.CreateTopic("another", 1, s_compacted);
        ProduceRounds(wire, 60, "another");
        await Eventually.TrueAsync(() => Records(wire, "another").Count < 100, "others are cleaned");
        Assert.Single(broker.Log.Lines, line => line.Contains("cannot be cleaned", StringComparison.Ordinal));
        Assert.Equal(ErrorCode.None, wire.Produce(Topic, Batch("key 0", "after")).Error);
    }

    [Fact]
    public async Task Committed_offsets_do_not_pile_up()
    {
        await using var broker = HostedBroker.Start(
            "log.cleaner.backoff.ms=20", "offsets.topic.segment.bytes=1048576", "log.cleaner.min.cleanable.ratio=0.01", "log.segment.delete.delay.ms=1",
            "levada.durability=page-cache");
        using var wire = broker.Connect();
        wire.CreateTopic(Topic);
        wire.Ask<FindCoordinatorRequest, FindCoordinatorResponse>(ApiKey.FindCoordinator, 3, new() { Key = "group" });
        for (var commit = 0; commit < 1_500; commit++) Assert.Equal(ErrorCode.None, wire.CommitOffset("group", Topic, commit, new string('m', 4_000)));
        await Eventually.TrueAsync(
            () => SizeBytes(broker, "__consumer_offsets-0", "*.log") < 1_500_000,
            "the offsets topic is cleaned");
        wire.Dispose();
        await broker.RestartAsync();
        using var again = broker.Connect();
        await Eventually.TrueAsync(() => again.CommittedOffset("group", Topic) == 1_499, "the last commit is known");
    }

    /// <returns>The end of the log.</returns>
    private static long ProduceRounds(WireConnection wire, int count, string topic = Topic)
    {
        long last = -1;
        for (var round = 0; round < count; round++)
        {
            for (var key = 0; key < KeyCount; key++)
            {
                var (error, offset) = wire.Produce(topic, Batch($"key {key}", $"{key}.{new string('v', 400)}"));
                Assert.Equal(ErrorCode.None, error);
                last = offset;
            }
        }

        return last + 1;
    }

    /// <summary>The last round is there, whole.</summary>
    private static void AssertLatest(WireConnection wire, long end)
    {
        var records = Records(wire);
        Assert.Equal(Enumerable.Range(0, KeyCount).Select(key => (end - KeyCount + key, $"key {key}")), records[^KeyCount..]);
        Assert.Equal(records.Order(), records);
    }

    private static List<(long Offset, string Key)> Records(WireConnection wire, string topic = Topic)
    {
        var found = new List<(long, string)>();
        foreach (var batch in new RecordBatchEnumerator(wire.FetchAll(topic)))
            foreach (var record in new RecordReader(batch)) found.Add((record.Offset, Encoding.UTF8.GetString(record.Key)));
        return found;
    }

    private static byte[] Batch(string key, string value)
    {
        var builder = new RecordBatchBuilder();
        builder.Start(new RecordBatchOptions());
        builder.Append(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value));
        var buffer = new FrameBuffer();
        builder.Build(buffer);
        return buffer.Written.ToArray();
    }

    /// <summary>What the files hold that are still there when their turn comes.</summary>
    private static long SizeBytes(HostedBroker broker, string partition, string pattern) =>
        new DirectoryInfo(Path.Combine(broker.Directory, partition)).GetFiles(pattern).Where(file => file.Exists).Sum(file => file.Length);

    private static string[] Files(HostedBroker broker)
    {
        var path = Path.Combine(broker.Directory, $"{Topic}-0");
        return Directory.Exists(path) ? [.. Directory.GetFiles(path).Select(file => Path.GetFileName(file))] : [];
    }

    private static long CleanedOffset(HostedBroker broker)
    {
        var path = Path.Combine(broker.Directory, "cleaner-offset-checkpoint");
        var line = File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(Topic, StringComparison.Ordinal)) : null;
        return line is null ? -1 : long.Parse(line.Split(' ')[2]);
    }
}
