using Levada.Protocol;

namespace Levada.Log.Producers;

/// <summary>A transaction that the coordinator is being asked about.</summary>
/// <param name="LowestSequence">The lowest sequence that waits for the answer: a higher one must not come first.</param>
/// <param name="IsVersion2">Whether its producer follows KIP-890.</param>
/// <param name="StartedMs">Milliseconds since 1970.</param>
internal readonly record struct Verification(long Guard, ProducerEpoch Epoch, int LowestSequence, bool IsVersion2, long StartedMs);
