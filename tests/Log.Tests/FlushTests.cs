namespace Levada.Log.Tests;

public sealed class FlushTests
{
    private const string FirstLog = LogUnderTest.Directory + "/00000000000000000000.log";
    private readonly LogUnderTest _test = new();

    [Fact]
    public void In_disk_mode_a_record_counts_when_its_flush_is_complete()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain("a"), Batches.FromClient);
        Assert.True(log.TryBeginFlush(out var flush));
        log.Append(Batches.Plain("b"), Batches.FromClient);
        flush.Run();
        Assert.Equal(0, log.CountedEndPosition.Offset);
        log.CompleteFlush(flush);
        Assert.Equal(1, log.CountedEndPosition.Offset);
        Assert.Equal(1, log.FlushedEndOffset);
        log.Options = log.Options with { Durability = Durability.PageCache };
        Assert.Equal(2, log.CountedEndPosition.Offset);
    }

    [Fact]
    public void The_first_flush_makes_the_topic_id_and_all_names_durable_before_the_data()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain("a"), Batches.FromClient);
        _test.Disk.Trace.Clear();
        LogUnderTest.Flush(log);
        Assert.Equal(
            [
                $"flush {LogUnderTest.Directory}/partition.metadata",
                $"names {LogUnderTest.Directory}",
                $"names {LogUnderTest.LogDir}",
                $"flush {FirstLog}",
            ],
            _test.Disk.Trace);
        Assert.Equal(
            $"version: 0\ntopic_id: {LogUnderTest.TopicId}\n",
            System.Text.Encoding.UTF8.GetString(_test.Disk[LogUnderTest.Directory + "/partition.metadata"]));
    }

    [Fact]
    public void The_steady_flush_is_one_flush_of_one_file()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain("a"), Batches.FromClient);
        LogUnderTest.Flush(log);
        log.Append(Batches.Plain("b"), Batches.FromClient);
        _test.Disk.Trace.Clear();
        LogUnderTest.Flush(log);
        Assert.Equal([$"flush {FirstLog}"], _test.Disk.Trace);
        Assert.False(log.TryBeginFlush(out _));
    }

    [Fact]
    public void After_a_roll_the_old_segment_is_flushed_first_then_the_names_then_the_new_one()
    {
        _test.Options = _test.Options with { SegmentBytesMax = Batches.Plain("a").Length };
        using var log = _test.Open();
        log.Append(Batches.Plain("a"), Batches.FromClient);
        LogUnderTest.Flush(log);
        log.Append(Batches.Plain("b"), Batches.FromClient);
        log.Append(Batches.Plain("c"), Batches.FromClient);
        _test.Disk.Trace.Clear();
        LogUnderTest.Flush(log);
        Assert.Equal(
            [
                $"flush {LogUnderTest.Directory}/00000000000000000001.log",
                $"names {LogUnderTest.Directory}",
                $"flush {LogUnderTest.Directory}/00000000000000000002.log",
            ],
            _test.Disk.Trace);
    }

    [Fact]
    public void A_failed_flush_fails_the_log_and_moves_nothing()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain("a"), Batches.FromClient);
        _test.Disk.Fails = (operation, _) => operation == "flush";
        Assert.True(log.TryBeginFlush(out var flush));
        Assert.Throws<IOException>(flush.Run);
        log.CompleteFlush(flush);
        Assert.True(log.IsFailed);
        Assert.Equal(0, log.FlushedEndOffset);
        Assert.False(log.TryBeginFlush(out _));
        Assert.Equal(Protocol.ErrorCode.KafkaStorageError, log.Append(Batches.Plain("b"), Batches.FromClient).Error);
    }

    [Fact]
    public void A_flush_under_which_the_log_was_truncated_moves_nothing()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain("a"), Batches.FromClient);
        log.Append(Batches.Plain("b"), Batches.FromClient);
        Assert.True(log.TryBeginFlush(out var flush));
        flush.Run();
        log.TruncateTo(1);
        log.Append(Batches.Plain("other"), Batches.FromClient);
        log.CompleteFlush(flush);
        Assert.True(log.FlushedEndOffset <= 1);
        LogUnderTest.Flush(log);
        Assert.Equal(2, log.FlushedEndOffset);
    }

    [Fact]
    public void A_checkpoint_brings_data_then_indexes_then_epochs_to_disk()
    {
        _test.Options = _test.Options with { IndexIntervalBytes = 0 };
        using var log = _test.Open();
        log.Append(Batches.Idempotent(1, 0, 0), Batches.FromClient);
        log.Append(Batches.Idempotent(1, 0, 1), Batches.FromClient);
        _test.Disk.Trace.Clear();
        LogUnderTest.Checkpoint(log);
        Assert.Equal((2L, 2L, 0L), (log.RecoveryPoint, log.FlushedEndOffset, log.BytesSinceCheckpoint));
        Assert.Equal("0\n1\n0 0\n", System.Text.Encoding.UTF8.GetString(_test.Disk[LogUnderTest.Directory + "/leader-epoch-checkpoint"]));
        var flushes = _test.Disk.Trace.Where(entry => entry.StartsWith("flush", StringComparison.Ordinal)).Select(entry => entry[(entry.LastIndexOf('.') + 1)..]);
        Assert.Equal(["metadata", "log", "index", "timeindex", "snapshot", "tmp"], flushes);
        Assert.False(log.TryBeginCheckpoint(out _));
    }

    [Fact]
    public void A_log_that_nobody_wrote_to_is_closed_without_a_write()
    {
        using (var log = _test.Open())
        {
            log.Append(Batches.Plain("a"), Batches.FromClient);
            log.Close();
        }

        _test.Disk.Trace.Clear();
        _test.Open(1, isClean: true).Close();
        Assert.DoesNotContain(_test.Disk.Trace, entry => entry.StartsWith("write", StringComparison.Ordinal) || entry.StartsWith("flush", StringComparison.Ordinal));
    }

    [Fact]
    public void After_a_crash_what_was_written_has_to_be_flushed_anew()
    {
        using (var log = _test.Open()) log.Append(Batches.Plain("a"), Batches.FromClient);
        using var again = _test.Open();
        Assert.Equal((1L, 0L), (again.LogEndOffset, again.FlushedEndOffset));
        _test.Disk.Trace.Clear();
        LogUnderTest.Flush(again);
        Assert.Equal(1, again.FlushedEndOffset);
        Assert.Contains($"names {LogUnderTest.Directory}", _test.Disk.Trace);
        Assert.Contains($"names {LogUnderTest.LogDir}", _test.Disk.Trace);
    }

    [Fact]
    public void A_flush_is_due_after_as_many_records_as_the_topic_says()
    {
        _test.Options = _test.Options with { FlushRecordsMax = 3 };
        using var log = _test.Open();
        log.Append(Batches.Plain("a", "b"), Batches.FromClient);
        Assert.False(log.IsFlushDue);
        log.Append(Batches.Plain("c"), Batches.FromClient);
        Assert.True(log.IsFlushDue);
    }

    [Fact]
    public void A_flush_is_due_when_a_record_has_waited_as_long_as_the_topic_says()
    {
        _test.Options = _test.Options with { FlushMs = 100 };
        using var log = _test.Open();
        Assert.False(log.IsFlushOverdue(Batches.NowMs + 100));
        log.Append(Batches.Plain("a"), Batches.FromClient);
        log.Append(Batches.Plain("b"), Batches.FromClient with { NowMs = Batches.NowMs + 50 });
        Assert.False(log.IsFlushOverdue(Batches.NowMs + 99));
        Assert.True(log.IsFlushOverdue(Batches.NowMs + 100));
        LogUnderTest.Flush(log);
        Assert.False(log.IsFlushOverdue(Batches.NowMs + 100));
        log.Append(Batches.Plain("c"), Batches.FromClient with { NowMs = Batches.NowMs + 70 });
        Assert.False(log.IsFlushOverdue(Batches.NowMs + 169));
    }

    [Fact]
    public void After_a_crash_the_next_checkpoint_writes_the_epochs_that_recovery_found()
    {
        using (var log = _test.Open()) log.Append(Batches.Plain("a"), Batches.FromClient with { Epoch = new(4) });
        using var again = _test.Open();
        LogUnderTest.Checkpoint(again);
        Assert.Equal("0\n1\n4 0\n", System.Text.Encoding.UTF8.GetString(_test.Disk[LogUnderTest.Directory + "/leader-epoch-checkpoint"]));
    }
}
