namespace Levada.Coordination.Share;

/// <summary>What a member says about a range of records: one type for all of them, or one for each.</summary>
public readonly record struct AcknowledgementBatch(long First, long Last, IReadOnlyList<AcknowledgeType> Types)
{
    public AcknowledgeType TypeAt(long offset) => Types.Count == 1 ? Types[0] : Types[(int)(offset - First)];
}
