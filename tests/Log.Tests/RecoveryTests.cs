using System.Buffers.Binary;
using CsCheck;
using Levada.Log.Producers;
using Levada.Protocol;

namespace Levada.Log.Tests;

public sealed class RecoveryTests
{
    private const string FirstLog = LogUnderTest.Directory + "/00000000000000000000.log";

    private readonly LogUnderTest _test = new(new LogOptions { SegmentBytesMax = 2000, IndexIntervalBytes = 200 });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_closed_log_opens_with_equal_records(bool isClean)
    {
        var before = Fill(60, close: true);
        using var log = _test.Open(recoveryPoint: isClean ? 60 : 0, isClean: isClean);
        Assert.Equal(before, LogUnderTest.ReadAll(log));
        Assert.Equal(60, log.LogEndOffset);
        Assert.Equal(60, log.Append(Batches.Plain("next"), Batches.FromClient).BaseOffset);
    }

    [Fact]
    public void A_killed_log_opens_with_everything_that_was_written()
    {
        var before = Fill(60, close: false);
        using var log = _test.Open();
        Assert.Equal(before, LogUnderTest.ReadAll(log));
    }

    [Fact]
    public void After_a_clean_shutdown_only_headers_behind_the_last_index_entry_are_read()
    {
        Fill(60, close: true);
        _test.Disk.Trace.Clear();
        using var log = _test.Open(recoveryPoint: 60, isClean: true);
        Assert.True(_test.Disk.Trace.Count(entry => entry.StartsWith("read", StringComparison.Ordinal) && entry.EndsWith(".log", StringComparison.Ordinal)) <= 2);
    }

    [Fact]
    public void Recovery_reads_nothing_before_the_recovery_point()
    {
        var before = Fill(60, close: false, log =>
        {
            if (log.LogEndOffset == 40) LogUnderTest.Checkpoint(log);
        });
        // Damage that only a scan would find: it lies before the recovery point, so that nobody looks.
        var bytes = _test.Disk[FirstLog];
        bytes[70] ^= 1;
        _test.Disk[FirstLog] = bytes;
        using var log = _test.Open(recoveryPoint: 40);
        Assert.Equal(60, log.LogEndOffset);
        Assert.Equal(before.Skip(30), LogUnderTest.ReadAll(log, from: 30));
    }

    [Fact]
    public void A_recovery_point_beyond_the_end_is_not_believed()
    {
        Fill(10, close: false);
        var bytes = _test.Disk[FirstLog];
        bytes[^1] ^= 1;
        _test.Disk[FirstLog] = bytes;
        using var log = _test.Open(recoveryPoint: 1000);
        Assert.Equal((9L, 9L), (log.LogEndOffset, log.RecoveryPoint));
    }

    [Fact]
    public void The_log_ends_at_the_first_damaged_byte()
    {
        Fill(40, close: false);
        var disk = _test.Disk;
        var logs = disk.Paths.Where(path => path.EndsWith(".log", StringComparison.Ordinal)).ToArray();
        var whole = logs.Sum(path => (long)disk[path].Length);
        Gen.Long[0, whole - 1].Sample(position =>
        {
            var damaged = disk.Copy();
            var (file, at) = (0, position);
            for (; at >= damaged[logs[file]].Length; file++) at -= damaged[logs[file]].Length;
            // The leader epoch is outside the CRC: a flip there is not seen by anybody.
            var bytes = damaged[logs[file]];
            if (IsLeaderEpoch(bytes, (int)at)) return;
            bytes[at] ^= 0x10;
            damaged[logs[file]] = bytes;
            using var log = new LogUnderTest(_test.Options) { Disk = damaged }.Open();
            var records = LogUnderTest.ReadAll(log);
            Assert.Equal(Enumerable.Range(0, records.Count).Select(offset => ((long)offset, Value(offset))), records);
            Assert.True(log.SizeBytes <= position);
            Assert.Equal(log.LogEndOffset, log.Append(Batches.Plain("x"), Batches.FromClient).BaseOffset);
        }, iter: 200);
    }

    [Fact]
    public void A_batch_that_is_not_the_expected_next_ends_the_log()
    {
        Fill(3, close: false);
        var bytes = _test.Disk[FirstLog];
        var size = bytes.Length / 3;
        // The second batch is missing; the third is whole, but belongs elsewhere.
        _test.Disk[FirstLog] = [.. bytes[..size], .. bytes[(2 * size)..]];
        using var log = _test.Open();
        Assert.Equal(1, log.LogEndOffset);
    }

    [Fact]
    public void Whoever_opens_a_log_is_told_how_much_of_it_was_dropped()
    {
        Fill(60, close: false);
        using (var whole = _test.Open()) Assert.Equal(0, whole.DroppedByteCount);
        var bytes = _test.Disk[FirstLog];
        bytes[^1] ^= 1;
        _test.Disk[FirstLog] = bytes;
        var before = _test.Disk.Paths.Where(path => path.EndsWith(".log", StringComparison.Ordinal)).Sum(path => (long)_test.Disk[path].Length);
        using var log = _test.Open();
        Assert.True(log.DroppedByteCount > before - bytes.Length);
        Assert.Equal(before, log.SizeBytes + log.DroppedByteCount);
    }

    [Fact]
    public void A_missing_segment_ends_the_log()
    {
        Fill(60, close: false);
        var second = _test.Disk.Paths.Where(path => path.EndsWith(".log", StringComparison.Ordinal)).ElementAt(1);
        _test.Disk.DeleteFile(second);
        using var log = _test.Open();
        Assert.Equal(long.Parse(Path.GetFileNameWithoutExtension(second)), log.LogEndOffset);
        Assert.Equal(1, log.SegmentCount);
    }

    [Fact]
    public void Zeros_that_were_reserved_are_no_records()
    {
        var before = Fill(10, close: false);
        _test.Disk[FirstLog] = [.. _test.Disk[FirstLog], .. new byte[5000]];
        using var log = _test.Open();
        Assert.Equal(before, LogUnderTest.ReadAll(log));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Indexes_that_Kafka_padded_with_zeros_are_accepted(bool isClean)
    {
        var before = Fill(60, close: true);
        foreach (var path in _test.Disk.Paths.Where(path => path.EndsWith("index", StringComparison.Ordinal)).ToArray())
            _test.Disk[path] = [.. _test.Disk[path], .. new byte[12 * 8 * 100]];
        using var log = _test.Open(isClean ? 60 : 0, isClean);
        Assert.Equal(before, LogUnderTest.ReadAll(log, byteCountMax: 1));
        Assert.Equal(60, log.LogEndOffset);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("torn")]
    [InlineData("foreign")]
    public void Indexes_that_cannot_be_right_are_rebuilt(string damage)
    {
        var before = Fill(60, close: true);
        foreach (var path in _test.Disk.Paths.Where(path => path.EndsWith("index", StringComparison.Ordinal)).ToArray())
        {
            if (damage == "gone") _test.Disk.DeleteFile(path);
            else _test.Disk[path] = damage == "torn" ? [.. _test.Disk[path], 1] : [.. Enumerable.Repeat((byte)0x7f, 24)];
        }

        using var log = _test.Open(60, isClean: true);
        Assert.Equal(before, LogUnderTest.ReadAll(log, byteCountMax: 1));
        Assert.Equal(59, log.FindMaxTimestamp(60)?.Offset);
        log.Close();
    }

    [Fact]
    public void An_index_that_leads_astray_is_rebuilt_when_it_does()
    {
        var before = Fill(60, close: true);
        var path = LogUnderTest.Directory + "/00000000000000000000.index";
        var bytes = _test.Disk[path];
        // Ascending, inside the file, and wrong: nothing tells before somebody goes there.
        for (var entry = 0; entry < bytes.Length; entry += 8) bytes[entry + 7] ^= 3;
        _test.Disk[path] = bytes;
        using var log = _test.Open(60, isClean: true);
        Assert.Equal(before, LogUnderTest.ReadAll(log, byteCountMax: 1));
    }

    [Fact]
    public void What_a_crash_left_half_done_is_settled()
    {
        var before = Fill(60, close: true);
        var directory = LogUnderTest.Directory;
        var first = _test.Disk[FirstLog];
        // A finished cleaning that was being put in place, an unfinished one, and a deletion.
        _test.Disk.Rename(FirstLog, FirstLog + ".swap");
        _test.Disk[directory + "/00000000000000000050.log.cleaned"] = first;
        _test.Disk[directory + "/00000000000000000000.log.deleted"] = first;
        using var log = _test.Open(60, isClean: true);
        Assert.Equal(before, LogUnderTest.ReadAll(log));
        Assert.DoesNotContain(_test.Disk.Paths, path => path.EndsWith(".cleaned", StringComparison.Ordinal)
            || path.EndsWith(".deleted", StringComparison.Ordinal) || path.EndsWith(".swap", StringComparison.Ordinal));
    }

    [Fact]
    public void Five_batches_in_flight_are_known_again_after_a_crash()
    {
        using (var log = _test.Open())
        {
            for (var sequence = 0; sequence < 20; sequence++)
            {
                log.Append(Batches.Idempotent(7, 0, sequence), Batches.FromClient);
                // As many checkpoints as there can be: the newest snapshot knows one batch only.
                LogUnderTest.Checkpoint(log);
            }
        }

        using var again = _test.Open(recoveryPoint: 20);
        for (var sequence = 15; sequence < 20; sequence++)
        {
            var result = again.Append(Batches.Idempotent(7, 0, sequence), Batches.FromClient);
            Assert.True(result.IsDuplicate);
            Assert.Equal(sequence, result.BaseOffset);
        }

        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, again.Append(Batches.Idempotent(7, 0, 14), Batches.FromClient).Error);
        Assert.Equal(20, again.Append(Batches.Idempotent(7, 0, 20), Batches.FromClient).BaseOffset);
    }

    [Fact]
    public void A_torn_snapshot_is_not_believed()
    {
        using (var log = _test.Open())
        {
            for (var sequence = 0; sequence < 10; sequence++) log.Append(Batches.Idempotent(7, 0, sequence), Batches.FromClient);
            log.Close();
        }

        var path = LogUnderTest.Directory + "/00000000000000000010.snapshot";
        var bytes = _test.Disk[path];
        Assert.Equal(1, BinaryPrimitives.ReadInt16BigEndian(bytes));
        bytes[20] ^= 1;
        _test.Disk[path] = bytes;
        using var again = _test.Open(10, isClean: true);
        Assert.Equal(9, again.ActiveProducers().Single().LastSequence);
    }

    [Fact]
    public void A_directory_of_another_topic_is_refused()
    {
        Fill(1, close: true);
        Assert.Throws<InvalidDataException>(() => PartitionLog.Open(
            _test.Disk, LogUnderTest.Directory, LogUnderTest.Partition, _test.Options, new LogStart { TopicId = new(9, 9) }));
    }

    [Fact]
    public void A_log_trimmed_beyond_its_end_begins_anew_there()
    {
        Fill(10, close: false);
        using var log = _test.Open(logStartOffset: 100);
        Assert.Equal((100, 100), (log.LogStartOffset, log.LogEndOffset));
        Assert.Equal(100, log.Append(Batches.Plain("a"), Batches.FromClient).BaseOffset);
        Assert.Equal([(100, "a")], LogUnderTest.ReadAll(log));
    }

    [Fact]
    public void Old_snapshots_go_and_those_that_begin_segments_stay()
    {
        using var log = _test.Open();
        for (var sequence = 0; sequence < 40; sequence++)
        {
            log.Append(Batches.Idempotent(7, 0, sequence), Batches.FromClient);
            LogUnderTest.Checkpoint(log);
        }

        var bases = Offsets(".log").Skip(1).ToArray();
        Assert.True(bases.Length >= 1);
        Assert.Equal([.. bases, 40], Offsets(".snapshot"));
    }

    [Fact]
    public void A_snapshot_holds_what_Kafkas_tools_read()
    {
        var states = new ProducerStates();
        var entry = new ProducerEntry(0x0102030405060708) { CoordinatorEpoch = 11, LastTimestampMs = 12, TransactionFirstOffset = 13 };
        entry.MoveToEpoch(new(2));
        entry.Add(new(3, 4, 5, 12));
        states.Restore(entry);
        Assert.Equal(
            "0001" + "D5011C5E" + "00000001" + "0102030405060708" + "0002" + "00000003" + "0000000000000004" + "00000005"
            + "000000000000000C" + "0000000B" + "000000000000000D",
            Convert.ToHexString(ProducerSnapshot.ToBytes(states)));
    }

    private IEnumerable<long> Offsets(string suffix) => _test.Disk.Paths
        .Where(path => path.EndsWith(suffix, StringComparison.Ordinal))
        .Select(path => long.Parse(Path.GetFileNameWithoutExtension(path)));

    private static string Value(long offset) => $"value {offset:D4}";

    private static bool IsLeaderEpoch(byte[] bytes, int at)
    {
        foreach (var batch in new Records.RecordBatchEnumerator(bytes))
        {
            if (at < batch.SizeBytes) return at is >= 12 and < 16;
            at -= batch.SizeBytes;
        }

        return false;
    }

    private List<(long Offset, string Value)> Fill(int count, bool close, Action<PartitionLog>? after = null)
    {
        using var log = _test.Open();
        for (var offset = 0; offset < count; offset++)
        {
            log.Append(Batches.At(Batches.NowMs + offset, Value(offset)), Batches.FromClient);
            after?.Invoke(log);
        }

        var records = LogUnderTest.ReadAll(log);
        if (close) log.Close();
        return records;
    }
}
