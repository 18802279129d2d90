using Levada.Protocol;

namespace Levada.Operations.Tests;

/// <summary>Old records go by size, by time and by request, on the running broker.</summary>
public sealed class RetentionTests
{
    private const string Topic = "stream";
    private const int RecordBytes = 4_000;

    [Fact]
    public async Task Retention_by_size_deletes_old_segments_and_their_files()
    {
        await using var broker = HostedBroker.Start("log.retention.check.interval.ms=20");
        using var wire = broker.Connect();
        wire.CreateTopic(Topic, 1, ("internal.segment.bytes", "20000"), ("retention.bytes", "60000"), ("file.delete.delay.ms", "1"));
        for (var i = 0; i < 60; i++) wire.ProduceRecord(Topic, RecordBytes);

        // Four records to a segment, and four segments are the fewest that hold 60 kB.
        const int Start = 44;
        await Eventually.TrueAsync(() => wire.OffsetAt(Topic, WireQuestions.Earliest) == Start, "the log start moves up to the last 60 kB");
        await Eventually.TrueAsync(
            () => Segments(broker).Length <= 5 && !Files(broker).Any(name => name.EndsWith(".deleted", StringComparison.Ordinal)), "files are deleted");
        Assert.Equal(60, wire.OffsetAt(Topic, WireQuestions.Latest));
        Assert.Equal(ErrorCode.OffsetOutOfRange, wire.Fetch(Topic, 0).Error);
        Assert.True(wire.FetchAll(Topic).Length >= 60_000 - 20_000);

        wire.Dispose();
        await broker.RestartAsync();
        using var again = broker.Connect();
        Assert.Equal(Start, again.OffsetAt(Topic, WireQuestions.Earliest));
    }

    [Fact]
    public async Task Retention_by_time_deletes_what_is_too_old_and_keeps_the_rest()
    {
        await using var broker = HostedBroker.Start("log.retention.check.interval.ms=20");
        using var wire = broker.Connect();
        wire.CreateTopic(Topic, 1, ("internal.segment.bytes", "20000"), ("retention.ms", "3600000"), ("file.delete.delay.ms", "1"));
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        for (var i = 0; i < 20; i++) wire.ProduceRecord(Topic, RecordBytes, now - 7_200_000);
        for (var i = 0; i < 20; i++) wire.ProduceRecord(Topic, RecordBytes, now);
        await Eventually.TrueAsync(() => wire.OffsetAt(Topic, WireQuestions.Earliest) >= 16, "segments of old records go");
        Assert.InRange(wire.OffsetAt(Topic, WireQuestions.Earliest), 16, 20);

        // A shorter retention takes the rest, the active segment too; what follows begins a new one.
        wire.SetConfig(WireQuestions.TopicResource, Topic, "retention.ms", "1");
        await Eventually.TrueAsync(() => wire.OffsetAt(Topic, WireQuestions.Earliest) == 40, "a dynamic retention.ms takes everything");
        wire.SetConfig(WireQuestions.TopicResource, Topic, "retention.ms", "-1");
        Assert.Equal(40, wire.ProduceRecord(Topic));
    }

    [Fact]
    public async Task The_brokers_retention_can_be_changed_while_it_runs()
    {
        await using var broker = HostedBroker.Start("log.retention.check.interval.ms=20");
        using var wire = broker.Connect();
        wire.CreateTopic(Topic);
        wire.CreateTopic("exempt", 1, ("retention.ms", "-1"));
        var old = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 7_200_000;
        wire.ProduceRecord("exempt", timestampMs: old);
        wire.ProduceRecord(Topic, timestampMs: old);
        wire.SetConfig(WireQuestions.BrokerResource, "", "log.retention.ms", "3600000");
        await Eventually.TrueAsync(() => wire.OffsetAt(Topic, WireQuestions.Earliest) == 1, "a cluster-wide log.retention.ms is obeyed");
        Assert.Equal(0, wire.OffsetAt("exempt", WireQuestions.Earliest));
    }

    [Fact]
    public async Task Files_whose_deletion_was_due_after_the_end_are_gone_after_the_next_start()
    {
        await using var broker = HostedBroker.Start("log.retention.check.interval.ms=20");
        using (var wire = broker.Connect())
        {
            wire.CreateTopic(Topic, 1, ("internal.segment.bytes", "20000"), ("retention.bytes", "20000"), ("file.delete.delay.ms", "3600000"));
            for (var i = 0; i < 30; i++) wire.ProduceRecord(Topic, RecordBytes);
            await Eventually.TrueAsync(() => wire.OffsetAt(Topic, WireQuestions.Earliest) == 24, "all that can go goes: the next start has nothing to add");
            await Eventually.TrueAsync(() => Files(broker).Count(name => name.EndsWith(".log.deleted", StringComparison.Ordinal)) == 6, "segments are deleted");
        }

        await broker.RestartAsync();
        Assert.DoesNotContain(Files(broker), name => name.EndsWith(".deleted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deleted_records_stay_deleted(bool isClean)
    {
        await using var broker = HostedBroker.Start();
        byte[] rest;
        using (var wire = broker.Connect())
        {
            wire.CreateTopic(Topic);
            for (var i = 0; i < 10; i++) wire.ProduceRecord(Topic);
            Assert.Equal((ErrorCode.None, 7), wire.DeleteRecords(Topic, 7));
            rest = wire.FetchAll(Topic);
        }

        if (!isClean) broker.Files.Fail(DiskFault.WriteFails, broker.Directory);
        await broker.RestartAsync();
        using var again = broker.Connect();
        Assert.Equal((7, 10), (again.OffsetAt(Topic, WireQuestions.Earliest), again.OffsetAt(Topic, WireQuestions.Latest)));
        Assert.Equal(ErrorCode.OffsetOutOfRange, again.Fetch(Topic, 6).Error);
        Assert.Equal(rest, again.FetchAll(Topic));
    }

    private static string[] Files(HostedBroker broker) =>
        [.. Directory.GetFiles(Path.Combine(broker.Directory, $"{Topic}-0")).Select(path => Path.GetFileName(path))];

    private static string[] Segments(HostedBroker broker) => [.. Files(broker).Where(name => name.EndsWith(".log", StringComparison.Ordinal))];
}
