using Levada.Protocol;

namespace Levada.Log.Producers;

/// <summary>What producer state says to a batch: append it, refuse it, or answer as for the batch that it repeats.</summary>
internal readonly record struct ProducerCheck(ErrorCode Error, string? Reason, bool IsDuplicate, ProducerBatch Original)
{
    public static ProducerCheck Accepted => default;

    public static ProducerCheck Refused(ErrorCode error, string reason) => new(error, reason, false, default);

    public static ProducerCheck Duplicate(ProducerBatch original) => new(ErrorCode.None, null, true, original);
}
