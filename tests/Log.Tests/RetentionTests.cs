namespace Levada.Log.Tests;

/// <summary>Expired segments go in two steps, between which the log start is made durable; nobody waits for the disk under the log's lock.</summary>
public sealed class RetentionTests
{
    private const int SegmentCount = 5;
    private const int ExpiredCount = 3;

    private readonly LogUnderTest _test = new(new LogOptions { SegmentBytesMax = Batches.Plain("a").Length, RetentionMs = LogOptions.Unlimited });

    [Fact]
    public void Neither_step_waits_for_the_disk()
    {
        using var log = Fill();
        _test.Disk.Trace.Clear();
        log.AdvanceLogStart(ExpiredCount);
        Assert.Equal(ExpiredCount, log.ApplyRetention(Batches.NowMs, SegmentCount).SegmentCount);
        Assert.Empty(Names(".deleted"));
        Assert.NotNull(log.DeleteExpired());
        Assert.Equal(ExpiredCount, Names(".log.deleted").Length);
        Assert.Null(log.DeleteExpired());
        Assert.DoesNotContain(_test.Disk.Trace, entry => entry.StartsWith("names", StringComparison.Ordinal) || entry.StartsWith("flush", StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_a_crash_brings_back_of_the_expired_the_log_begins_at_its_start_and_loses_nothing()
    {
        using (var log = Fill())
        {
            log.AdvanceLogStart(ExpiredCount);
            log.ApplyRetention(Batches.NowMs, SegmentCount);
        }

        foreach (var lost in Subsets(ExpiredCount))
        {
            var disk = _test.Disk.Copy();
            foreach (var offset in lost)
                foreach (var name in disk.ListFiles(LogUnderTest.Directory).Where(name => name.StartsWith($"{offset:d20}.", StringComparison.Ordinal)))
                    disk.DeleteFile($"{LogUnderTest.Directory}/{name}");
            using var again = new LogUnderTest(_test.Options) { Disk = disk }.Open(recoveryPoint: 0, logStartOffset: ExpiredCount);
            Assert.Equal((ExpiredCount, SegmentCount), (again.LogStartOffset, again.LogEndOffset));
            Assert.Equal([(3, "3"), (4, "4")], LogUnderTest.ReadAll(again));
        }
    }

    [Fact]
    public void A_log_that_begins_anew_between_the_steps_meets_no_expired_file()
    {
        using var log = Fill();
        log.AdvanceLogStart(ExpiredCount);
        log.ApplyRetention(Batches.NowMs, SegmentCount);
        log.TruncateFullyAndStartAt(1);
        Assert.Equal(1, log.Append(Batches.Plain("n"), Batches.FromClient).BaseOffset);
        Assert.Null(log.DeleteExpired());
        Assert.Equal([(1, "n")], LogUnderTest.ReadAll(log));
        Assert.Equal(["00000000000000000001.log"], Names(".log"));
    }

    private PartitionLog Fill()
    {
        var log = _test.Open();
        for (var offset = 0; offset < SegmentCount; offset++) log.Append(Batches.Plain($"{offset}"), Batches.FromClient);
        Assert.Equal(SegmentCount, log.SegmentCount);
        LogUnderTest.Flush(log);
        return log;
    }

    private static IEnumerable<int[]> Subsets(int count) =>
        Enumerable.Range(0, 1 << count).Select(bits => Enumerable.Range(0, count).Where(index => (bits >> index & 1) != 0).ToArray());

    private string[] Names(string ending) =>
        [.. _test.Disk.ListFiles(LogUnderTest.Directory).Where(name => name.EndsWith(ending, StringComparison.Ordinal))];
}
