using Levada.Protocol;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>Member ids that the broker gives to clients without one of their own.</summary>
internal static class MemberIds
{
    public static string New(Func<Guid> newGuid) => Uuid.FromBytes(newGuid().ToByteArray(bigEndian: true)).ToString();
}
