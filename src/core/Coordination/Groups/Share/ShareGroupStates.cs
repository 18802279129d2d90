namespace Levada.Coordination.Groups.Share;

/// <summary>What a share group keeps states of, and whether it has no members.</summary>
public sealed record ShareGroupStates(bool IsEmpty, IReadOnlyList<ShareTopic> Topics);
