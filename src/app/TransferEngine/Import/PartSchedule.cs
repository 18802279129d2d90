using System.Collections.Immutable;
using Levada.Transfer.Rows;

namespace Levada.TransferEngine.Import;

/// <summary>Shares the splits of an import among its tasks. A task without a split of its own reads ahead for the one with most left.</summary>
/// <remarks>
/// A piece with integer keys is read in key order, so everything beyond the last key that was taken can be given away at any time:
/// the reader learns the new end with its next batch and drops what it read beyond.
/// </remarks>
internal sealed class PartSchedule(ImmutableArray<PartWork> parts, Func<ReadAhead> newReadAhead)
{
    /// <summary>Below so many expected rows another connection would cost more than it saves.</summary>
    public const double StolenRowCountMin = 50_000;

    private readonly object _lock = new();
    private int _idleCount;

    public ImmutableArray<PartWork> Parts { get; } = parts;

    /// <summary>The next part without a task; null when all have one.</summary>
    public PartWork? ClaimPart()
    {
        lock (_lock)
        {
            var part = Parts.FirstOrDefault(candidate => candidate is { IsClaimed: false, IsDone: false });
            if (part is not null)
                part.IsClaimed = true;
            return part;
        }
    }

    /// <summary>Waits for a stretch worth reading ahead; null when every part is done.</summary>
    public PartPiece? Steal(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _idleCount++;
            try
            {
                while (Parts.Any(part => !part.IsDone))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if ((LargestPiece() is { } piece ? Cut(piece) : NextUnclaimed()) is { } taken)
                        return ReadAhead(taken);
                    Monitor.Wait(_lock, 200);
                }

                return null;
            }
            finally
            {
                _idleCount--;
            }
        }
    }

    /// <summary>Tells what a batch brought, and cuts it where the piece ends by now.</summary>
    /// <param name="piece">Where the batch was read.</param>
    /// <param name="batch">Rows in key order.</param>
    /// <param name="keyColumn">The ordinal of the integer key.</param>
    /// <returns>False when the piece ended inside the batch: what follows belongs to another.</returns>
    public bool Advance(PartPiece piece, RowBatch batch, int keyColumn)
    {
        lock (_lock)
        {
            var keys = piece.Keys!.Value;
            var kept = CountBefore(batch.Columns[keyColumn], keys.End);
            var isInside = kept == batch.RowCount;
            batch.Truncate(kept);
            if (kept > 0)
            {
                var next = KeyAt(batch.Columns[keyColumn], kept - 1) + 1;
                piece.PassedKeyCount += next - keys.First;
                piece.RowCount += kept;
                piece.Keys = keys with { First = next };
            }

            if (_idleCount > 0)
                Monitor.PulseAll(_lock);
            return isInside;
        }
    }

    /// <summary>Says that nothing is left in a piece's range.</summary>
    public void Exhaust(PartPiece piece)
    {
        lock (_lock)
        {
            if (piece.Keys is { } keys)
                piece.Keys = keys with { First = keys.End };
        }
    }

    /// <summary>The keys that a piece has left.</summary>
    public KeyRange KeysOf(PartPiece piece)
    {
        lock (_lock)
            return piece.Keys!.Value;
    }

    /// <summary>The first piece of a part, or the one after a piece that is finished; null at the part's end.</summary>
    public PartPiece? Next(PartWork part, PartPiece? finished)
    {
        lock (_lock)
        {
            if (finished is not null)
                part.Pieces.Remove(finished);
            var next = part.Pieces.First?.Value;
            if (next is not null)
                next.IsClaimed = true;
            return next;
        }
    }

    public void Finish(PartWork part)
    {
        lock (_lock)
        {
            part.IsDone = true;
            Monitor.PulseAll(_lock);
        }
    }

    private PartPiece? LargestPiece() => Parts
        .Where(part => part is { IsClaimed: true, IsDone: false })
        .SelectMany(part => part.Pieces)
        .Where(piece => piece.Keys is { } keys && keys.Width >= 2 && piece.ExpectedRowCount >= StolenRowCountMin)
        .MaxBy(piece => piece.ExpectedRowCount);

    private static PartPiece Cut(PartPiece piece)
    {
        var (lower, upper) = piece.Keys!.Value.Halve();
        piece.Keys = lower;
        var stolen = new PartPiece(piece.Part, piece.Range, upper);
        piece.Part.Pieces.AddAfter(piece.Part.Pieces.Find(piece)!, stolen);
        return stolen;
    }

    /// <summary>Of the part with most rows that nobody reads, the first stretch of them.</summary>
    private PartPiece? NextUnclaimed() => Parts
        .Where(part => part is { IsClaimed: true, IsDone: false, Pieces.First.Value.IsClaimed: true } && part.Pieces.Any(piece => !piece.IsClaimed))
        .MaxBy(part => part.Pieces.Where(piece => !piece.IsClaimed).Sum(piece => piece.SampledRowCount))?
        .Pieces.First(piece => !piece.IsClaimed);

    private PartPiece ReadAhead(PartPiece piece)
    {
        piece.IsClaimed = true;
        piece.Ahead = newReadAhead();
        return piece;
    }

    private static int CountBefore(ColumnVector keys, Int128 end)
    {
        var count = keys.Count;
        while (count > 0 && KeyAt(keys, count - 1) >= end)
            count--;
        return count;
    }

    public static Int128 KeyAt(ColumnVector keys, int row) =>
        keys.Kind == ColumnKind.Int32 ? keys.Values<int>()[row] : keys.Values<long>()[row];
}
