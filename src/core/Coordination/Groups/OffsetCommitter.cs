namespace Levada.Coordination.Groups;

/// <summary>Who commits offsets, as the request says.</summary>
/// <param name="MemberId">Empty for a consumer outside of group management.</param>
/// <param name="Epoch">The generation (classic groups) or member epoch; negative outside of group management.</param>
/// <param name="Version">The version of OffsetCommit or TxnOffsetCommit.</param>
/// <param name="IsTransactional">Whether the offsets take effect with a transaction.</param>
internal readonly record struct OffsetCommitter(string MemberId, string? InstanceId, int Epoch, short Version, bool IsTransactional);
