using System.Buffers;
using System.Runtime.InteropServices;
using Levada.Transfer.Rows;

namespace Levada.TransferEngine.Merge;

/// <summary>Sorts rows by a key's bytes and keeps the last row of each key, in bounded memory: sorted runs go to scratch files.</summary>
internal sealed class RowSorter(Func<Stream> openScratch, int runByteCountMax) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _rows = new();
    private readonly List<Entry> _entries = [];
    private readonly List<SortedRun> _runs = [];

    /// <summary>Adds a row; among rows with one key the one added last stays.</summary>
    public void Add(ReadOnlySpan<byte> key, RowBatch batch, int row)
    {
        var start = _rows.WrittenCount;
        _rows.Write(key);
        RowCodec.Write(batch, row, _rows);
        _entries.Add(new Entry(start, key.Length, _rows.WrittenCount - start));
        if (_rows.WrittenCount >= runByteCountMax)
            Spill();
    }

    /// <summary>The rows in key order, one for each key, as <see cref="RowCodec"/> writes them. Ends the adding.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Rows()
    {
        Spill();
        var heads = new PriorityQueue<SortedRun, (ReadOnlyMemory<byte> Key, int Age)>(Comparer<(ReadOnlyMemory<byte> Key, int Age)>.Create(Compare));
        for (var age = 0; age < _runs.Count; age++)
            Push(heads, _runs[age]);
        while (heads.TryDequeue(out var run, out var first))
        {
            var row = run.Row;
            // Later runs hold later rows, and the queue gives the latest of equal keys first.
            while (heads.TryPeek(out _, out var next) && next.Key.Span.SequenceEqual(first.Key.Span))
                Push(heads, heads.Dequeue());
            yield return row;
            Push(heads, run);
        }
    }

    public void Dispose()
    {
        foreach (var run in _runs)
            run.Dispose();
    }

    private static void Push(PriorityQueue<SortedRun, (ReadOnlyMemory<byte> Key, int Age)> heads, SortedRun run)
    {
        if (run.MoveNext())
            heads.Enqueue(run, (run.Key, run.Age));
    }

    private static int Compare((ReadOnlyMemory<byte> Key, int Age) left, (ReadOnlyMemory<byte> Key, int Age) right)
    {
        var order = left.Key.Span.SequenceCompareTo(right.Key.Span);
        return order != 0 ? order : right.Age.CompareTo(left.Age);
    }

    private void Spill()
    {
        if (_entries.Count == 0)
            return;
        var rows = _rows.WrittenMemory;
        // Stable order of equal keys by where they lie: the last of them is the newest.
        CollectionsMarshal.AsSpan(_entries).Sort((left, right) =>
            rows.Span.Slice(left.Start, left.KeyLength).SequenceCompareTo(rows.Span.Slice(right.Start, right.KeyLength)) is var order and not 0
                ? order
                : left.Start.CompareTo(right.Start));
        _runs.Add(SortedRun.Write(openScratch(), _runs.Count, Newest(rows)));
        _entries.Clear();
        _rows.ResetWrittenCount();
    }

    private IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Row)> Newest(ReadOnlyMemory<byte> rows)
    {
        for (var index = 0; index < _entries.Count; index++)
        {
            var entry = _entries[index];
            var key = rows.Slice(entry.Start, entry.KeyLength);
            if (index + 1 < _entries.Count && rows.Slice(_entries[index + 1].Start, _entries[index + 1].KeyLength).Span.SequenceEqual(key.Span))
                continue;
            yield return (key, rows.Slice(entry.Start + entry.KeyLength, entry.Length - entry.KeyLength));
        }
    }

    private readonly record struct Entry(int Start, int KeyLength, int Length);
}
