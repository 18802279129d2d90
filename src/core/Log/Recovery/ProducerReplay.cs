using System.Buffers;
using Levada.Log.Producers;
using Levada.Log.Segments;

namespace Levada.Log.Recovery;

/// <summary>Rebuilds the producers of a log: from a snapshot and the headers of the batches after it.</summary>
internal sealed class ProducerReplay(LogState log)
{
    private const int HeaderBufferByteCount = 64 * 1024;

    /// <param name="indexedEndOffset">Markers below it have their entries in the transaction indexes already.</param>
    /// <param name="isClean">Whether a snapshot of the very end says all when it says that there are no producers.</param>
    public void Run(long nowMs, long indexedEndOffset, bool isClean)
    {
        log.Producers.Clear();
        if (log.Segments.IsEmpty || (isClean && HasNoProducersAtEnd())) return;
        var first = log.Segments[0].BaseOffset;
        var from = log.Snapshots.Load(log.Producers, log.Segments.BytesAfter, first) ?? first;
        Replay(from, indexedEndOffset);
        if (from == first) RestoreSilent(first);
        log.Producers.RemoveExpired(nowMs, log.Options.ProducerIdExpirationMs);
    }

    /// <summary>Puts back the producers whose batches retention has taken: only snapshots still know them.</summary>
    private void RestoreSilent(long first)
    {
        var states = new ProducerStates();
        if (!log.Snapshots.LoadOldest(states, first)) return;
        foreach (var entry in states.Entries)
            log.Producers.RestoreSilent(entry);
    }

    private bool HasNoProducersAtEnd()
    {
        if (!log.Snapshots.Contains(log.End.Offset)) return false;
        var bytes = Directories.SmallFile.ReadBytes(log.FileSystem, log.Snapshots.PathOf(log.End.Offset));
        var states = new ProducerStates();
        return ProducerSnapshot.TryLoad(bytes, states) && states.Count == 0;
    }

    private void Replay(long from, long indexedEndOffset)
    {
        if (from >= log.End.Offset) return;
        var buffer = ArrayPool<byte>.Shared.Rent(HeaderBufferByteCount);
        try
        {
            for (var index = log.Segments.FloorIndex(from); index < log.Segments.Count; index++)
                Replay(log.Segments[index], from, indexedEndOffset, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Replay(Segment segment, long from, long indexedEndOffset, byte[] buffer)
    {
        if (segment.Locate(from, out var position, out _) != LocateStatus.Found) return;
        var scanner = new BatchScanner(segment.File, position, segment.SizeBytes, buffer);
        while (scanner.MoveNext())
        {
            var header = scanner.Header;
            if (!header.HasProducerId || header.BaseOffset < from) continue;
            if (!header.IsControl)
            {
                log.Producers.Apply(header, new(header.BaseOffset, segment.BaseOffset, scanner.Position));
                continue;
            }

            if (!TransactionMarker.TryRead(scanner.Peek(TransactionMarker.BatchByteCountMax), out var marker)) continue;
            var aborted = log.Producers.ApplyMarker(header, marker);
            if (aborted is { } transaction && transaction.LastOffset >= indexedEndOffset) segment.TransactionIndex.Append(transaction);
        }
    }
}
