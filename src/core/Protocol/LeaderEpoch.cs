namespace Levada.Protocol;

/// <summary>Counts the leaders of one partition; -1 where none is known.</summary>
public readonly record struct LeaderEpoch(int Value) : IComparable<LeaderEpoch>
{
    /// <summary>No epoch: -1.</summary>
    public static LeaderEpoch None => new(-1);

    public int CompareTo(LeaderEpoch other) => Value.CompareTo(other.Value);
    public override string ToString() => Value.ToString();

    public static bool operator <(LeaderEpoch left, LeaderEpoch right) => left.Value < right.Value;
    public static bool operator >(LeaderEpoch left, LeaderEpoch right) => left.Value > right.Value;
    public static bool operator <=(LeaderEpoch left, LeaderEpoch right) => left.Value <= right.Value;
    public static bool operator >=(LeaderEpoch left, LeaderEpoch right) => left.Value >= right.Value;
}
