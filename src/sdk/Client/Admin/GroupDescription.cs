namespace Levada.Client.Admin;

/// <summary>One group in detail.</summary>
/// <param name="Assignor">The assignor in use, e.g. range or uniform.</param>
/// <param name="Type">classic, consumer or share.</param>
public sealed record GroupDescription(
    string GroupId, string State, string ProtocolType, string Assignor, string Type, int CoordinatorId, IReadOnlyList<GroupMemberDescription> Members);
