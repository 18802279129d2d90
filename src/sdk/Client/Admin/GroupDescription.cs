namespace Levada.Client.Admin;

/// <summary>One group in detail.</summary>
/// <param name="Assignor">The assignor in use, e.g. range or uniform.</param>
/// <param name="Type">classic, consumer or share.</param>
public sealed record GroupDescription(
    string GroupId, string State, string ProtocolType, string Assignor, string Type, int CoordinatorId, IReadOnlyList<GroupMemberDescription> Members)
{
    /// <summary>Grows when the group must be assigned anew; -1 for a classic group, whose generation is its members' affair.</summary>
    public int Epoch { get; init; } = -1;

    /// <summary>The epoch whose assignment is computed; -1 for a classic group.</summary>
    public int AssignmentEpoch { get; init; } = -1;
}
