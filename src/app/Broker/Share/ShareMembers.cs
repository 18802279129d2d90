namespace Levada.Broker.Share;

/// <summary>What makes a member id of a share group one.</summary>
internal static class ShareMembers
{
    private const int IdLengthMax = 36;

    public static bool IsValidId(string? memberId) => memberId is { Length: > 0 and <= IdLengthMax };
}
