using CsCheck;
using Levada.Log.Segments;

namespace Levada.Log.Tests;

public sealed class IndexTests
{
    private readonly MemoryFileSystem _disk = LogUnderTest.NewDisk();

    [Fact]
    public void An_offset_index_has_Kafkas_bytes()
    {
        using var index = new OffsetIndex(_disk, "/data/i", 1000);
        index.Clear();
        index.Append(1005, 4200);
        index.Append(1300, 70000);
        index.Persist();
        Assert.Equal("0000000500001068" + "0000012C00011170", Convert.ToHexString(_disk["/data/i"]));
    }

    [Fact]
    public void A_time_index_has_Kafkas_bytes_and_only_later_times()
    {
        using var index = new TimeIndex(_disk, "/data/t", 1000);
        index.Clear();
        index.AppendIfLater(50, 1005);
        index.AppendIfLater(50, 1006);
        index.AppendIfLater(49, 1007);
        index.AppendIfLater(51, 1008);
        index.Persist();
        Assert.Equal("000000000000003200000005" + "000000000000003300000008", Convert.ToHexString(_disk["/data/t"]));
    }

    [Fact]
    public void A_lookup_equals_a_scan_of_the_entries()
    {
        var steps = Gen.Select(Gen.Int[1, 20], Gen.Int[1, 5000]).Array[0, 3000];
        Gen.Select(steps, Gen.Int[0, 70_000], Gen.Int[0, 3000]).Sample((entries, target, reopenAt) =>
        {
            var disk = LogUnderTest.NewDisk();
            var index = New(disk);
            index.Clear();
            var model = new List<(long Offset, int Position)> { (100, 0) };
            foreach (var (offsetStep, positionStep) in entries)
            {
                if (model.Count == reopenAt) index = Reopen(disk, index);
                var (lastOffset, lastPosition) = model[^1];
                model.Add((lastOffset + offsetStep, lastPosition + positionStep));
                index.Append(model[^1].Offset, model[^1].Position);
            }

            Assert.Equal(model.Last(entry => entry.Offset <= Math.Max(target, 100)), index.Lookup(Math.Max(target, 100)));
            index = Reopen(disk, index);
            Assert.Equal(entries.Length, index.Count);
            Assert.Equal(model.Last(entry => entry.Offset <= Math.Max(target, 100)), index.Lookup(Math.Max(target, 100)));
            var first = model.Skip(1).FirstOrDefault(entry => entry.Position >= target);
            Assert.Equal(first == default ? null : first, index.FirstFrom(target));
            index.TruncateTo(target);
            Assert.Equal(model.Skip(1).Count(entry => entry.Offset < target), index.Count);
            if (model[^1].Offset < target) return;
            index.Append(target + 100, int.MaxValue);
            Assert.Equal((target + 100L, int.MaxValue), index.Lookup(target + 100));
        }, iter: 300);
    }

    [Fact]
    public void A_page_is_written_when_it_is_full()
    {
        using var index = New(_disk);
        index.Clear();
        for (var entry = 1; entry <= 1300; entry++) index.Append(100 + entry, entry);
        Assert.Equal(1024 * OffsetIndex.EntryByteCount, _disk["/data/i"].Length);
    }

    private static OffsetIndex New(MemoryFileSystem disk) => new(disk, "/data/i", 100);

    private static OffsetIndex Reopen(MemoryFileSystem disk, OffsetIndex index)
    {
        index.Persist();
        index.Dispose();
        var again = New(disk);
        Assert.True(again.TryLoad(long.MaxValue));
        return again;
    }
}
