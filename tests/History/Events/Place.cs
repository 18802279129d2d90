namespace Levada.History.Events;

/// <summary>Where a record is, for ever.</summary>
public readonly record struct Place(string Topic, int Partition, long Offset)
{
    public override string ToString() => $"{Topic}-{Partition}@{Offset}";
}
