using Levada.Protocol;

namespace Levada.Log;

/// <summary>What an append needs to know beside the batch.</summary>
/// <param name="Epoch">The leader epoch that the batch is stamped with.</param>
/// <param name="NowMs">Milliseconds since 1970.</param>
/// <param name="IsTransactionVersion2">Whether the producer follows KIP-890: every transaction has its own epoch.</param>
/// <param name="IsVerificationRequired">Whether the first batch of a transaction must bring a guard that the coordinator has confirmed.</param>
/// <param name="VerificationGuard">What <see cref="PartitionLog.BeginVerification"/> gave out; 0 for none.</param>
public readonly record struct AppendContext(
    AppendOrigin Origin,
    LeaderEpoch Epoch,
    long NowMs,
    bool IsTransactionVersion2 = false,
    bool IsVerificationRequired = false,
    long VerificationGuard = 0);
