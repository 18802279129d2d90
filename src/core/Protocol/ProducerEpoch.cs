namespace Levada.Protocol;

/// <summary>Fences earlier incarnations of one producer id; -1 where there is no producer.</summary>
public readonly record struct ProducerEpoch(short Value) : IComparable<ProducerEpoch>
{
    /// <summary>No epoch: -1.</summary>
    public static ProducerEpoch None => new(-1);

    public int CompareTo(ProducerEpoch other) => Value.CompareTo(other.Value);
    public override string ToString() => Value.ToString();

    public static bool operator <(ProducerEpoch left, ProducerEpoch right) => left.Value < right.Value;
    public static bool operator >(ProducerEpoch left, ProducerEpoch right) => left.Value > right.Value;
    public static bool operator <=(ProducerEpoch left, ProducerEpoch right) => left.Value <= right.Value;
    public static bool operator >=(ProducerEpoch left, ProducerEpoch right) => left.Value >= right.Value;
}
