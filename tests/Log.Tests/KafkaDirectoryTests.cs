using Levada.Log.Producers;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Tests;

/// <summary>A partition directory that Apache Kafka's own log wrote, byte for byte: read, rebuilt, and written again.</summary>
/// <remarks>
/// Written once by <c>UnifiedLog</c> of Apache Kafka's branch 4.4 (commit 87943b2ff8) with <c>index.interval.bytes=0</c>: three plain
/// records; two of the idempotent producer 4000; a committed and an aborted transaction of producer 5000 with their markers of
/// coordinator epoch 9, all in leader epoch 2; and one record of an open transaction of producer 6000 in leader epoch 4. Closed cleanly.
/// </remarks>
public sealed class KafkaDirectoryTests
{
    private const string SegmentName = LogUnderTest.Directory + "/00000000000000000000";
    private const string SnapshotName = LogUnderTest.Directory + "/00000000000000000010.snapshot";
    private const string EpochsName = LogUnderTest.Directory + "/leader-epoch-checkpoint";

    // "0", the number of entries, and an epoch with its first offset on each line.
    private const string Epochs = "0\n2\n2 0\n4 9\n";

    private const string Segment =
        "00000000000000000000004a00000002025d0fcd250000000000020000018bcfe568000000018bcfe56805ffffffffffffffffffffffffff"
        + "ff000000031000000002610231000e000a02010232000e000604026301000000000000000003000000430000000202981fa4ad0000000000"
        + "010000018bcfe5680a0000018bcfe5680b0000000000000fa000030000000700000002100000000264023400100002020265023500000000"
        + "00000000050000003a00000002028a3ab4c90010000000000000018bcfe568140000018bcfe5681400000000000013880001000000000000"
        + "00011000000002660236000000000000000006000000420000000202ba8b7ed00030000000000000018bcfe568190000018bcfe568190000"
        + "0000000013880001ffffffff000000012000000008000000010c0000000000090000000000000000070000003a0000000202611ba9ea0010"
        + "000000000000018bcfe5681e0000018bcfe5681e000000000000138800010000000100000001100000000266023600000000000000000800"
        + "00004200000002020236796b0030000000000000018bcfe568230000018bcfe5682300000000000013880001ffffffff0000000120000000"
        + "08000000000c0000000000090000000000000000090000003a000000040279015ae20010000000000000018bcfe568320000018bcfe56832"
        + "000000000000177000000000000000000001100000000267023700";

    private const string OffsetIndex =
        "000000040000005600000005000000a500000006000000eb0000000700000139000000080000017f00000009000001cd";

    private const string TimeIndex =
        "0000018bcfe5680b000000040000018bcfe56814000000050000018bcfe56819000000060000018bcfe5681e000000070000018bcfe56823"
        + "000000080000018bcfe5683200000009";

    private const string TransactionIndex =
        "00000000000000001388000000000000000700000000000000080000000000000009";

    private const string Snapshot =
        "00018cd34b96000000030000000000000fa00003000000080000000000000004000000010000018bcfe5680bffffffffffffffffffffffff"
        + "00000000000017700000000000000000000000000009000000000000018bcfe56832ffffffff000000000000000900000000000013880001"
        + "000000010000000000000007000000000000018bcfe5682300000009ffffffffffffffff";

    private readonly LogUnderTest _test = new(new LogOptions { IndexIntervalBytes = 0 });

    [Fact]
    public void A_clean_directory_is_read_as_it_is()
    {
        Put(".log", Segment);
        Put(".index", OffsetIndex);
        Put(".timeindex", TimeIndex);
        Put(".txnindex", TransactionIndex);
        _test.Disk[SnapshotName] = Convert.FromHexString(Snapshot);
        _test.Disk[EpochsName] = System.Text.Encoding.ASCII.GetBytes(Epochs);
        using var log = _test.Open(recoveryPoint: 10, isClean: true);
        ExpectContent(log);
    }

    [Fact]
    public void What_a_crash_lost_is_rebuilt_to_the_bytes_that_Kafka_writes()
    {
        Put(".log", Segment);
        using (var log = _test.Open())
        {
            ExpectContent(log);
            log.Close();
        }

        ExpectKafkaBytes();
    }

    [Fact]
    public void The_same_batches_appended_are_written_as_Kafka_writes_them()
    {
        using (var log = _test.Open())
        {
            var segment = Convert.FromHexString(Segment);
            foreach (var batch in new RecordBatchEnumerator(segment))
            {
                if (log.LogEndOffset is 0 or 9) log.BeginEpoch(batch.PartitionLeaderEpoch);
                var sent = batch.Bytes.ToArray();
                sent.AsSpan(0, sizeof(long)).Clear(); // As a client sends it: no base offset and no leader epoch yet.
                sent.AsSpan(12, sizeof(int)).Fill(0xFF);
                var origin = batch.IsControl ? AppendOrigin.Coordinator : AppendOrigin.Client;
                Assert.Equal(ErrorCode.None, log.Append(sent, new AppendContext(origin, batch.PartitionLeaderEpoch, Batches.NowMs)).Error);
            }

            ExpectContent(log);
            log.Close();
        }

        ExpectKafkaBytes();
    }

    private static void ExpectContent(PartitionLog log)
    {
        Assert.Equal((0L, 10L), (log.LogStartOffset, log.LogEndOffset));
        Assert.Equal([(0L, "1"), (1L, "2"), (2L, ""), (3L, "4"), (4L, "5"), (5L, "6"), (7L, "6"), (9L, "7")], LogUnderTest.ReadAll(log));
        Assert.Equal([new AbortedTransaction(5000, 7, 8, 9)], log.AbortedTransactions(0, 10));
        Assert.Equal(9, log.LastStablePosition(log.EndPosition).Offset);
        Assert.Equal(
            [
                new ProducerInfo(4000, new(3), 8, Batches.NowMs + 11, -1, -1),
                new ProducerInfo(5000, new(1), 1, Batches.NowMs + 35, 9, -1),
                new ProducerInfo(6000, new(0), 0, Batches.NowMs + 50, -1, 9),
            ],
            log.ActiveProducers().OrderBy(producer => producer.ProducerId));
        Assert.Equal(4, log.FindByTimestamp(Batches.NowMs + 11, 10)?.Offset);
        Assert.Equal(5, log.FindByTimestamp(Batches.NowMs + 12, 10)?.Offset);
    }

    private void ExpectKafkaBytes()
    {
        ExpectBytes(Segment, SegmentName + ".log");
        ExpectBytes(OffsetIndex, SegmentName + ".index");
        ExpectBytes(TimeIndex, SegmentName + ".timeindex");
        ExpectBytes(TransactionIndex, SegmentName + ".txnindex");
        Assert.Equal(Epochs, System.Text.Encoding.ASCII.GetString(_test.Disk[EpochsName]));
        // Kafka writes the producers in the order of its hash table: the entries are the same, their order is free.
        Assert.Equal(SnapshotEntries(Convert.FromHexString(Snapshot)), SnapshotEntries(_test.Disk[SnapshotName]));
    }

    private void ExpectBytes(string hex, string path) => Assert.Equal(hex, Convert.ToHexStringLower(_test.Disk[path]));

    private static IEnumerable<string> SnapshotEntries(byte[] snapshot)
    {
        Assert.True(ProducerSnapshot.TryLoad(snapshot, new ProducerStates()));
        return snapshot.Skip(10).Chunk(46).Select(Convert.ToHexStringLower).Order();
    }

    private void Put(string extension, string hex) => _test.Disk[SegmentName + extension] = Convert.FromHexString(hex);
}
