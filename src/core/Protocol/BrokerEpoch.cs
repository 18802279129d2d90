namespace Levada.Protocol;

/// <summary>Names one registration of a broker: the offset of its registration record.</summary>
public readonly record struct BrokerEpoch(long Value) : IComparable<BrokerEpoch>
{
    /// <summary>No epoch: -1.</summary>
    public static BrokerEpoch None => new(-1);

    public int CompareTo(BrokerEpoch other) => Value.CompareTo(other.Value);
    public override string ToString() => Value.ToString();

    public static bool operator <(BrokerEpoch left, BrokerEpoch right) => left.Value < right.Value;
    public static bool operator >(BrokerEpoch left, BrokerEpoch right) => left.Value > right.Value;
    public static bool operator <=(BrokerEpoch left, BrokerEpoch right) => left.Value <= right.Value;
    public static bool operator >=(BrokerEpoch left, BrokerEpoch right) => left.Value >= right.Value;
}
