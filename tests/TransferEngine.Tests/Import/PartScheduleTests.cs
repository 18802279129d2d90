using Levada.Transfer.Splits;
using Levada.TransferEngine.Import;

namespace Levada.TransferEngine.Tests.Import;

public sealed class PartScheduleTests
{
    private static readonly CancellationToken _ = TestContext.Current.CancellationToken;

    [Fact]
    public void A_task_without_a_part_takes_the_upper_half_of_the_one_with_most_left()
    {
        var schedule = Schedule(new KeyRange(0, 1_000), new KeyRange(1_000, 1_000_001_000));
        var small = schedule.ClaimPart()!;
        var large = schedule.ClaimPart()!;
        Assert.Null(schedule.ClaimPart());
        Take(schedule, small, 0, 999);
        schedule.Finish(small);
        Take(schedule, large, 1_000, 100_999);

        var stolen = schedule.Steal(_)!;

        Assert.Same(large, stolen.Part);
        var left = schedule.KeysOf(large.Pieces.First!.Value);
        var taken = schedule.KeysOf(stolen);
        Assert.Equal(101_000, left.First);
        Assert.Equal(left.End, taken.First);
        Assert.Equal(1_000_001_000, taken.End);
        Assert.NotNull(stolen.Ahead);
    }

    [Fact]
    public void Rows_beyond_what_was_given_away_are_left_to_the_other_task()
    {
        var schedule = Schedule(new KeyRange(0, 1_000_000));
        var part = schedule.ClaimPart()!;
        Take(schedule, part, 0, 200_000);
        var stolen = schedule.Steal(_)!;
        var end = (long)schedule.KeysOf(stolen).First;

        var batch = Rows.Of((end - 1, "mine"), (end, "theirs"), (end + 1, "theirs"));
        var isInside = schedule.Advance(part.Pieces.First!.Value, batch, 0);

        Assert.False(isInside);
        Assert.Equal([(end - 1, "mine")], Rows.In(batch));
        Assert.Equal(0, schedule.KeysOf(part.Pieces.First!.Value).Width);
    }

    [Fact]
    public void Pieces_of_a_part_follow_each_other_in_key_order()
    {
        var schedule = Schedule(new KeyRange(0, 1 << 30));
        var part = schedule.ClaimPart()!;
        Take(schedule, part, 0, 100_000);
        Assert.NotNull(schedule.Steal(PartScheduleTests._));
        Assert.NotNull(schedule.Steal(PartScheduleTests._));
        var ends = new List<Int128>();
        for (var piece = schedule.Next(part, null); piece is not null; piece = schedule.Next(part, piece))
        {
            var keys = schedule.KeysOf(piece);
            Assert.True(ends.Count == 0 || ends[^1] == keys.First);
            ends.Add(keys.End);
        }

        Assert.Equal(3, ends.Count);
        Assert.Equal(1 << 30, ends[^1]);
    }

    [Fact]
    public void A_task_without_a_part_takes_the_first_stretch_that_nobody_reads()
    {
        var chunks = Array.ConvertAll(["1", "2", "3"], lower => new SplitChunk(SplitRange.Whole with { Lower = lower }, 1));
        var schedule = new PartSchedule([new PartWork(0, SplitRange.Whole, null, chunks)], NewReadAhead);
        var part = schedule.ClaimPart()!;
        var first = schedule.Next(part, null)!;

        var stolen = schedule.Steal(_)!;

        Assert.Equal(["1", "2"], [first.Range.Lower, stolen.Range.Lower]);
        Assert.Same(stolen, schedule.Next(part, first));
        Assert.NotNull(stolen.Ahead);
        Assert.Null(schedule.Next(part, stolen)!.Ahead);
    }

    [Fact]
    public void A_task_without_a_part_takes_from_the_part_with_most_rows_that_nobody_reads()
    {
        var schedule = new PartSchedule([Sampled(0, 10, 10, 10), Sampled(1, 10, 100)], NewReadAhead);
        foreach (var _ in schedule.Parts)
            schedule.Next(schedule.ClaimPart()!, null);

        int[] taken = [.. Enumerable.Range(0, 3).Select(_ => schedule.Steal(PartScheduleTests._)!.Part.Number)];

        Assert.Equal([1, 0, 0], taken);

        static PartWork Sampled(int number, params long[] rowCounts) =>
            new(number, SplitRange.Whole, null, Array.ConvertAll(rowCounts, rowCount => new SplitChunk(SplitRange.Whole, rowCount)));
    }

    [Fact]
    public void Nothing_is_left_to_take_when_all_parts_are_done()
    {
        var schedule = Schedule(new KeyRange(0, 10));
        schedule.Finish(schedule.ClaimPart()!);
        Assert.Null(schedule.Steal(_));
    }

    private static PartSchedule Schedule(params KeyRange[] ranges) => new(
        [.. ranges.Select((keys, number) => new PartWork(number, SplitRange.Whole, keys))],
        NewReadAhead);

    private static ReadAhead NewReadAhead() => new(Rows.Schema, new MemoryBudget(0), () => new MemoryStream());

    private static void Take(PartSchedule schedule, PartWork part, long first, long last)
    {
        var batch = new Transfer.Rows.RowBatch(Rows.Schema);
        for (var id = first; id <= last; id++)
            Rows.Append(batch, id, null);
        Assert.True(schedule.Advance(part.Pieces.First!.Value, batch, 0));
    }
}
