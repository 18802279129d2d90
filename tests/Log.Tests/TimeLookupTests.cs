using CsCheck;
using Levada.Records;

namespace Levada.Log.Tests;

public sealed class TimeLookupTests
{
    [Fact]
    public void A_lookup_by_time_finds_what_a_scan_of_all_records_finds()
    {
        var records = Gen.Int[-500, 500].Array[1, 4];
        Gen.Select(records.Array[1, 50], Gen.Int[-600, 600], Gen.Int[0, 5], Gen.Enum<CompressionCodec>()).Sample((batches, target, start, codec) =>
        {
            var test = new LogUnderTest(new LogOptions { SegmentBytesMax = 700, IndexIntervalBytes = 100 });
            using var log = test.Open();
            var model = new List<(long Offset, long TimestampMs)>();
            foreach (var timestamps in batches)
            {
                var batch = timestamps.Select(timestamp => (Batches.NowMs + timestamp, (string?)"k", "v")).ToArray();
                log.Append(Batches.With(new RecordBatchOptions { Codec = codec }, batch), Batches.FromClient);
                foreach (var timestamp in timestamps) model.Add((model.Count, Batches.NowMs + timestamp));
            }

            log.AdvanceLogStart(Math.Min(start, log.LogEndOffset));
            var readable = model.Where(record => record.Offset >= log.LogStartOffset).ToArray();
            AssertFound(readable.Where(record => record.TimestampMs >= Batches.NowMs + target), log.FindByTimestamp(Batches.NowMs + target, long.MaxValue));
            AssertFound(readable.OrderByDescending(record => record.TimestampMs).ThenBy(record => record.Offset), log.FindMaxTimestamp(long.MaxValue));
            log.Close();
            using var again = test.Open(log.LogEndOffset, isClean: true, log.LogStartOffset);
            if (target % 2 == 0) again.LearnNextTimestamp();
            AssertFound(readable.Where(record => record.TimestampMs >= Batches.NowMs + target), again.FindByTimestamp(Batches.NowMs + target, long.MaxValue));
        }, iter: 200);
    }

    [Fact]
    public void A_lookup_is_prepared_one_segment_at_a_time_and_once()
    {
        var test = new LogUnderTest(new LogOptions { SegmentBytesMax = 200 });
        using (var log = test.Open())
        {
            for (var i = 0; i < 10; i++) log.Append(Batches.At(Batches.NowMs + i, "a value of some length"), Batches.FromClient);
            Assert.False(log.LearnNextTimestamp());
            log.Close();
        }

        using var again = test.Open(recoveryPoint: 10, isClean: true);
        Assert.True(again.SegmentCount > 3);
        for (var segment = 1; segment < again.SegmentCount; segment++) Assert.True(again.LearnNextTimestamp());
        Assert.False(again.LearnNextTimestamp());
        LogUnderTest.Checkpoint(again);
        Assert.False(again.LearnNextTimestamp());
        Assert.Equal(4, again.FindByTimestamp(Batches.NowMs + 4, long.MaxValue)?.Offset);
    }

    [Fact]
    public void Records_at_or_after_the_end_are_not_found()
    {
        using var log = new LogUnderTest().Open();
        log.Append(Batches.At(Batches.NowMs, "a"), Batches.FromClient);
        log.Append(Batches.At(Batches.NowMs + 1, "b"), Batches.FromClient);
        Assert.Equal(1, log.FindByTimestamp(Batches.NowMs + 1, 2)?.Offset);
        Assert.Null(log.FindByTimestamp(Batches.NowMs + 1, 1));
        Assert.Null(log.FindMaxTimestamp(1));
        Assert.Null(log.FindByTimestamp(Batches.NowMs + 2, 2));
    }

    private static void AssertFound(IEnumerable<(long Offset, long TimestampMs)> expected, OffsetAndTimestamp? found)
    {
        (long, long)? first = expected.Select(record => ((long, long)?)record).FirstOrDefault();
        Assert.Equal(first, found is { } record ? (record.Offset, record.TimestampMs) : null);
    }
}
