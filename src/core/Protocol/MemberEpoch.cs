namespace Levada.Protocol;

/// <summary>Progress of one group member (KIP-848).</summary>
public readonly record struct MemberEpoch(int Value) : IComparable<MemberEpoch>
{
    /// <summary>No epoch: -1.</summary>
    public static MemberEpoch None => new(-1);

    public int CompareTo(MemberEpoch other) => Value.CompareTo(other.Value);
    public override string ToString() => Value.ToString();

    public static bool operator <(MemberEpoch left, MemberEpoch right) => left.Value < right.Value;
    public static bool operator >(MemberEpoch left, MemberEpoch right) => left.Value > right.Value;
    public static bool operator <=(MemberEpoch left, MemberEpoch right) => left.Value <= right.Value;
    public static bool operator >=(MemberEpoch left, MemberEpoch right) => left.Value >= right.Value;
}
