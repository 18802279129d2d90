using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>What a produce response says of one partition.</summary>
internal readonly record struct AppendOutcome(ErrorCode Error, long BaseOffset, long LogAppendTimeMs, long LogStartOffset, string? Message)
{
    public static AppendOutcome Refused(ErrorCode error, string? message = null) => new(error, -1, -1, -1, message);
}
