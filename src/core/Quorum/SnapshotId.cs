using System.Globalization;
using Levada.Protocol;

namespace Levada.Quorum;

/// <summary>Names a snapshot by what it covers: every offset below <see cref="EndOffset"/>, the last of them written in <see cref="Epoch"/>.</summary>
public readonly record struct SnapshotId(long EndOffset, LeaderEpoch Epoch) : IComparable<SnapshotId>
{
    /// <summary>The snapshot that a new directory starts from; it covers no offset.</summary>
    public static SnapshotId Bootstrap => new(0, new LeaderEpoch(0));

    internal const string Suffix = ".checkpoint";
    internal const string PartSuffix = ".checkpoint.part";
    internal const string DeletedSuffix = ".checkpoint.deleted";
    private const int OffsetDigits = 20;
    private const int EpochDigits = 10;

    /// <summary>The file's name: 20 digits of offset, 10 of epoch, <c>.checkpoint</c>.</summary>
    public string FileName => $"{EndOffset:D20}-{Epoch.Value:D10}{Suffix}";

    internal string PartFileName => $"{EndOffset:D20}-{Epoch.Value:D10}{PartSuffix}";
    internal string DeletedFileName => $"{EndOffset:D20}-{Epoch.Value:D10}{DeletedSuffix}";

    /// <summary>Reads a file's name; false for any other file of the directory.</summary>
    public static bool TryParse(string fileName, out SnapshotId id)
    {
        id = default;
        if (fileName.Length != OffsetDigits + 1 + EpochDigits + Suffix.Length || fileName[OffsetDigits] != '-') return false;
        if (!fileName.EndsWith(Suffix, StringComparison.Ordinal)) return false;
        if (!long.TryParse(fileName.AsSpan(0, OffsetDigits), NumberStyles.None, null, out var endOffset)) return false;
        if (!int.TryParse(fileName.AsSpan(OffsetDigits + 1, EpochDigits), NumberStyles.None, null, out var epoch)) return false;
        id = new SnapshotId(endOffset, new LeaderEpoch(epoch));
        return true;
    }

    public int CompareTo(SnapshotId other) =>
        EndOffset != other.EndOffset ? EndOffset.CompareTo(other.EndOffset) : Epoch.CompareTo(other.Epoch);

    public override string ToString() => $"{EndOffset}-{Epoch}";

    public static bool operator <(SnapshotId left, SnapshotId right) => left.CompareTo(right) < 0;
    public static bool operator >(SnapshotId left, SnapshotId right) => left.CompareTo(right) > 0;
    public static bool operator <=(SnapshotId left, SnapshotId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(SnapshotId left, SnapshotId right) => left.CompareTo(right) >= 0;
}
