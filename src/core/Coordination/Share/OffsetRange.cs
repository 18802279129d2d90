namespace Levada.Coordination.Share;

/// <summary>Offsets from the first to the last, both included.</summary>
public readonly record struct OffsetRange(long First, long Last)
{
    public long Count => Last - First + 1;
}
