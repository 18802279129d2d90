using System.Collections.Immutable;
using Levada.Transfer.Splits;

namespace Levada.TransferEngine.Import;

/// <summary>One part file and the pieces of its split, in key order. Changed only under the lock of <see cref="PartSchedule"/>.</summary>
internal sealed class PartWork
{
    /// <param name="range">The split that the file holds.</param>
    /// <param name="keys">Its keys when it is read in their order.</param>
    /// <param name="chunks">The split in consecutive stretches that can be read by several tasks; itself when it cannot be cut.</param>
    public PartWork(int number, SplitRange range, KeyRange? keys, params ReadOnlySpan<SplitChunk> chunks)
    {
        Number = number;
        Range = range;
        Chunks = [.. chunks];
        if (chunks.IsEmpty)
            Pieces.AddLast(new PartPiece(this, range, keys));
        foreach (var chunk in chunks)
            Pieces.AddLast(new PartPiece(this, chunk.Range, null) { SampledRowCount = chunk.RowCount });
    }

    public int Number { get; }

    public SplitRange Range { get; }

    public ImmutableArray<SplitChunk> Chunks { get; }

    /// <summary>How many chunks an interrupted run had read before these.</summary>
    public int FirstChunk { get; init; }

    public LinkedList<PartPiece> Pieces { get; } = new();

    /// <summary>Bytes of an interrupted run to go on from; null to begin anew.</summary>
    public long? ResumedByteCount { get; init; }

    /// <summary>Rows in those bytes.</summary>
    public long ResumedRowCount { get; init; }

    public bool IsClaimed { get; set; }

    public bool IsDone { get; set; }
}
