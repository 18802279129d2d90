namespace Levada.Metadata.Quotas;

/// <summary>Tokens that come back at a rate: bursts up to the bucket's size pass, and more than it holds may be owed (KIP-599).</summary>
/// <remarks>Full at first. Not safe for concurrent use.</remarks>
public sealed class TokenBucket(double burstSeconds)
{
    private double _tokens = double.PositiveInfinity;
    private long _lastMs;

    /// <summary>What is left; below 0 it is owed.</summary>
    /// <param name="perSecond">Tokens that come back each second.</param>
    public double TokensAt(long nowMs, double perSecond)
    {
        var elapsedMs = Math.Max(0, nowMs - _lastMs);
        _tokens = Math.Min(burstSeconds * perSecond, _tokens + perSecond * (elapsedMs / 1000.0));
        _lastMs = nowMs;
        return _tokens;
    }

    /// <summary>Takes tokens, even those that are not there.</summary>
    public void Take(double count, long nowMs, double perSecond) => _tokens = TokensAt(nowMs, perSecond) - count;

    /// <summary>How long it takes until nothing is owed; 0 if nothing is.</summary>
    public int ThrottleMsAt(long nowMs, double perSecond) => QuotaTime.RoundMs(-TokensAt(nowMs, perSecond) / perSecond * 1000);
}
