using Levada.Transfer.Splits;

namespace Levada.TransferEngine.Import;

/// <summary>A stretch of a split that one task reads. Changed only under the lock of <see cref="PartSchedule"/>.</summary>
internal sealed class PartPiece(PartWork part, SplitRange range, KeyRange? keys)
{
    public PartWork Part { get; } = part;

    /// <summary>The split as planned; what is read of it when <see cref="Keys"/> is null.</summary>
    public SplitRange Range { get; } = range;

    /// <summary>The keys still to be read, in order; null for a split that is read whole by one query.</summary>
    public KeyRange? Keys { get; set; } = keys;

    /// <summary>Rows read so far: with the keys passed they tell how dense the rest may be.</summary>
    public long RowCount { get; set; }

    public Int128 PassedKeyCount { get; set; }

    /// <summary>Whether some task reads it, or has.</summary>
    public bool IsClaimed { get; set; }

    /// <summary>Where the rows wait when another task than the file's own reads them.</summary>
    public ReadAhead? Ahead { get; set; }

    /// <summary>About how many rows the whole piece holds, as a sample told before; 0: nobody asked.</summary>
    public long SampledRowCount { get; init; }

    /// <summary>How many rows may be left, by the density so far.</summary>
    public double ExpectedRowCount => Keys is { } keys && PassedKeyCount > 0
        ? (double)keys.Width * RowCount / (double)PassedKeyCount
        : 0;
}
