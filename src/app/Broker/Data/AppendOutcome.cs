using Levada.Log;
using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>What a produce response says of one partition.</summary>
/// <param name="FailedRecords">The records at fault, where single ones are: their producer may send the others again (KIP-467).</param>
internal readonly record struct AppendOutcome(
    ErrorCode Error, long BaseOffset, long LogAppendTimeMs, long LogStartOffset, string? Message, IReadOnlyList<RecordFailure> FailedRecords)
{
    public static AppendOutcome Refused(ErrorCode error) => Refused(error, null, []);

    public static AppendOutcome Refused(ErrorCode error, string? message, IReadOnlyList<RecordFailure> failedRecords) =>
        new(error, -1, -1, -1, message, failedRecords);
}
