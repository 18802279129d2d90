using Levada.Transfer.Splits;

namespace Levada.TransferEngine.Import;

/// <summary>One part file and the pieces of its split, in key order. Changed only under the lock of <see cref="PartSchedule"/>.</summary>
internal sealed class PartWork
{
    public PartWork(int number, SplitRange range, KeyRange? keys)
    {
        Number = number;
        Range = range;
        Pieces.AddLast(new PartPiece(this, range, keys));
    }

    public int Number { get; }

    public SplitRange Range { get; }

    public LinkedList<PartPiece> Pieces { get; } = new();

    /// <summary>Bytes of an interrupted run to go on from; null to begin anew.</summary>
    public long? ResumedByteCount { get; init; }

    /// <summary>Rows in those bytes.</summary>
    public long ResumedRowCount { get; init; }

    public bool IsClaimed { get; set; }

    public bool IsDone { get; set; }
}
