using System.Collections.Immutable;
using CsCheck;
using Levada.DataFiles.Sources;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Tests.Sources;

public sealed class SlicePlanTests
{
    private static readonly Gen<(string Path, long Length)[]> s_files = Gen.Select(
        Gen.OneOf(Gen.Long[0, 100], Gen.Long[0, 1 << 20], Gen.Long[0, 1L << 50]).Array[0, 30],
        lengths => lengths.Select((length, number) => ($"/d/part-m-{number:D5}", length)).ToArray());

    [Fact]
    public void Every_byte_is_in_exactly_one_slice_and_no_slice_is_empty() =>
        Gen.Select(s_files, Gen.Int[1, 20], Gen.Bool).Sample((files, sliceCountMax, isCuttable) =>
        {
            var slices = SlicePlan.Cut(files, sliceCountMax, _ => isCuttable);
            Assert.InRange(slices.Length, 0, sliceCountMax);
            Assert.All(slices, slice => Assert.All(slice.Ranges, range => Assert.True(range.Length > 0)));
            var ranges = slices.SelectMany(slice => slice.Ranges).ToLookup(range => range.Path);
            foreach (var (path, length) in files)
            {
                var end = 0L;
                foreach (var range in ranges[path].OrderBy(range => range.Start))
                {
                    Assert.Equal(end, range.Start);
                    end = range.Start + range.Length;
                }

                Assert.Equal(length, end);
                Assert.True(isCuttable || ranges[path].Count() <= 1);
            }
        });

    [Fact]
    public void Files_that_may_be_cut_are_shared_evenly() =>
        Gen.Select(s_files, Gen.Int[1, 20]).Sample((files, sliceCountMax) =>
        {
            var slices = SlicePlan.Cut(files, sliceCountMax, _ => true);
            var share = (files.Sum(file => file.Length) / sliceCountMax) + SlicePlan.PieceBytesMin;
            Assert.All(slices, slice => Assert.InRange(Bytes(slice), 1, 2 * share));
        });

    [Fact]
    public void Whole_files_go_where_least_is() => Assert.Equal(
        [["/a"], ["/b", "/c", "/d"]],
        SlicePlan.Cut([("/a", 300), ("/b", 100), ("/c", 100), ("/d", 100)], 2, _ => false).Select(slice => slice.Ranges.Select(range => range.Path)));

    [Fact]
    public void A_large_file_is_cut_in_as_many_pieces_as_there_are_tasks() => Assert.Equal(
        [new FileRange("/a", 0, 1 << 20), new FileRange("/a", 1 << 20, 1 << 20), new FileRange("/a", 2 << 20, 1 << 20)],
        SlicePlan.Cut([("/a", 3 << 20)], 3, _ => true).SelectMany(slice => slice.Ranges));

    [Fact]
    public void Small_files_are_not_cut() =>
        Assert.Equal([new FileRange("/a", 0, 1000)], Assert.Single(SlicePlan.Cut([("/a", 1000)], 4, _ => true)).Ranges);

    [Fact]
    public void Nothing_makes_no_slices()
    {
        Assert.Empty(SlicePlan.Cut([], 4, _ => true));
        Assert.Empty(SlicePlan.Cut([("/a", 0), ("/b", 0)], 4, _ => true));
    }

    private static long Bytes(ExportSlice slice) => slice.Ranges.Sum(range => range.Length);
}
