using Levada.Protocol;

namespace Levada.Client;

/// <summary>When a failed attempt is made again: a pure decision over what has happened so far.</summary>
/// <param name="BackoffMs">The wait before the second attempt; it doubles from attempt to attempt.</param>
/// <param name="BackoffMsMax">The longest wait.</param>
/// <param name="TotalMsMax">How long the attempts may go on in all.</param>
public readonly record struct RetryPolicy(int BackoffMs, int BackoffMsMax, int TotalMsMax)
{
    public static RetryPolicy Of(ClientOptions options) =>
        new(options.RetryBackoffMs, options.RetryBackoffMsMax, options.OperationTimeoutMs);

    /// <summary>The wait in milliseconds before the next attempt; null when there is to be none.</summary>
    /// <param name="failedCount">Attempts that have failed, at least 1.</param>
    /// <param name="elapsedMs">Time since the first attempt began.</param>
    public int? NextDelayMs(ErrorCode error, int failedCount, long elapsedMs)
    {
        if (!error.IsRetriable()) return null;
        var doublings = Math.Min(failedCount - 1, 20);
        var delayMs = (int)Math.Min((long)BackoffMs << doublings, BackoffMsMax);
        return elapsedMs + delayMs > TotalMsMax ? null : delayMs;
    }
}
