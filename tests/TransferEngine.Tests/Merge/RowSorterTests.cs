using System.Text;
using CsCheck;
using Levada.Transfer.Rows;
using Levada.TransferEngine.Merge;

namespace Levada.TransferEngine.Tests.Merge;

public sealed class RowSorterTests
{
    [Fact]
    public void Keys_come_in_the_order_of_their_text() =>
        Assert.Equal(["10", "9", "a"], Sort([("9", "x"), ("a", "y"), ("10", "z")], runBytes: 1 << 20).Select(row => row.Key));

    [Fact]
    public void Of_rows_with_one_key_the_last_one_stays_however_many_runs_were_written() =>
        Gen.Select(Gen.Int[0, 30].Array[0, 300], Gen.Int[1, 4000]).Sample((keys, runBytes) =>
        {
            var rows = keys.Select((key, index) => ($"k{key}", $"v{index}")).ToList();
            var expected = rows.GroupBy(row => row.Item1, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, group.Last().Item2));
            Assert.Equal(expected, Sort(rows, runBytes));
        });

    private static List<(string Key, string Value)> Sort(IEnumerable<(string Key, string Value)> rows, int runBytes)
    {
        using var sorter = new RowSorter(() => new MemoryStream(), runBytes);
        foreach (var (key, value) in rows)
            sorter.Add(Encoding.UTF8.GetBytes(key), Rows.Of((0, $"{key}={value}")), 0);
        var sorted = new RowBatch(Rows.Schema);
        foreach (var row in sorter.Rows())
        {
            var bytes = row.Span;
            RowCodec.Read(ref bytes, sorted);
            Assert.True(bytes.IsEmpty);
        }

        return [.. Rows.In(sorted).Select(row => row.Value!.Split('=')).Select(parts => (parts[0], parts[1]))];
    }
}
