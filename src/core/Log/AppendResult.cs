using Levada.Protocol;

namespace Levada.Log;

/// <summary>What became of one append.</summary>
public readonly record struct AppendResult
{
    private AppendResult(ErrorCode error, string? reason)
    {
        Error = error;
        Reason = reason;
        BaseOffset = -1;
        LastOffset = -1;
        LogAppendTimeMs = -1;
        LogStartOffset = -1;
    }

    public ErrorCode Error { get; }

    /// <summary>A sentence for the client, with an error.</summary>
    public string? Reason { get; }

    /// <summary>The records that made the batch be refused, where single records did.</summary>
    public IReadOnlyList<RecordFailure> FailedRecords { get; private init; } = [];

    /// <summary>The first record's offset; for a duplicate, the offset of the first time. -1 with an error.</summary>
    public long BaseOffset { get; private init; }

    /// <summary>-1 with an error.</summary>
    public long LastOffset { get; private init; }

    /// <summary>Milliseconds since 1970 where the broker stamped the batch (or knows it already), else -1.</summary>
    public long LogAppendTimeMs { get; private init; }

    public long LogStartOffset { get; private init; }

    /// <summary>Whether nothing was written because the batch was there already.</summary>
    public bool IsDuplicate { get; private init; }

    /// <summary>Whether the log would like <see cref="PartitionLog.TakeBackgroundWork"/> to be run soon.</summary>
    public bool HasBackgroundWork { get; private init; }

    internal static AppendResult Refused(ErrorCode error, string? reason) => new(error, reason);

    internal static AppendResult Refused(ErrorCode error, string? reason, IReadOnlyList<RecordFailure> failedRecords) =>
        new(error, reason) { FailedRecords = failedRecords };

    internal static AppendResult Appended(
        long baseOffset, long lastOffset, long logAppendTimeMs, long logStartOffset, bool hasBackgroundWork) => new(ErrorCode.None, null)
    {
        BaseOffset = baseOffset,
        LastOffset = lastOffset,
        LogAppendTimeMs = logAppendTimeMs,
        LogStartOffset = logStartOffset,
        HasBackgroundWork = hasBackgroundWork,
    };

    internal static AppendResult Duplicate(long baseOffset, long lastOffset, long timestampMs, long logStartOffset) => new(ErrorCode.None, null)
    {
        BaseOffset = baseOffset,
        LastOffset = lastOffset,
        LogAppendTimeMs = timestampMs,
        LogStartOffset = logStartOffset,
        IsDuplicate = true,
    };
}
