using Levada.Protocol;

namespace Levada.Log.Appending;

/// <summary>What validation found in one batch.</summary>
/// <param name="MaxTimestampMs">What the batch's max timestamp has to be.</param>
internal readonly record struct BatchVerdict(
    ErrorCode Error, string? Reason, IReadOnlyList<RecordFailure>? FailedRecords, long MaxTimestampMs)
{
    public static BatchVerdict Valid(long maxTimestampMs) => new(ErrorCode.None, null, null, maxTimestampMs);

    public static BatchVerdict Refused(ErrorCode error, string reason) => new(error, reason, null, -1);

    public AppendResult ToResult() => AppendResult.Refused(Error, Reason, FailedRecords ?? []);
}
