namespace Levada.Log;

/// <summary>What an append must prove of its transaction.</summary>
/// <inheritdoc cref="AppendContext"/>
public readonly record struct TransactionCheck(bool IsVersion2, bool IsVerificationRequired, long VerificationGuard);
