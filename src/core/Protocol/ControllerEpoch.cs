namespace Levada.Protocol;

/// <summary>Counts the leaders of the metadata quorum.</summary>
public readonly record struct ControllerEpoch(int Value) : IComparable<ControllerEpoch>
{
    /// <summary>No epoch: -1.</summary>
    public static ControllerEpoch None => new(-1);

    public int CompareTo(ControllerEpoch other) => Value.CompareTo(other.Value);
    public override string ToString() => Value.ToString();

    public static bool operator <(ControllerEpoch left, ControllerEpoch right) => left.Value < right.Value;
    public static bool operator >(ControllerEpoch left, ControllerEpoch right) => left.Value > right.Value;
    public static bool operator <=(ControllerEpoch left, ControllerEpoch right) => left.Value <= right.Value;
    public static bool operator >=(ControllerEpoch left, ControllerEpoch right) => left.Value >= right.Value;
}
