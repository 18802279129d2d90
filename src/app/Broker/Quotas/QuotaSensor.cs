using Levada.Metadata.Quotas;

namespace Levada.Broker.Quotas;

/// <summary>What the clients that share one quota have used of it. Safe for concurrent use.</summary>
internal sealed class QuotaSensor(QuotaOwner owner, QuotaWindow window)
{
    private readonly Lock _gate = new();
    private readonly RateWindow _rate = new(window.SampleCount, window.SampleMs);
    private readonly RateWindow _throttleMs = new(window.SampleCount, window.SampleMs);
    private readonly RateWindow _throttleCount = new(window.SampleCount, window.SampleMs);
    private readonly TokenBucket _tokens = new(window.SampleCount * (window.SampleMs / 1000.0));
    private double _bound;
    private long _usedMs;

    public QuotaOwner Owner { get; } = owner;

    /// <summary>What more than <see cref="Bound"/> per second costs is waiting.</summary>
    public double Bound => Volatile.Read(ref _bound);

    /// <summary>The most that can be used at once without having to wait, if nothing was before.</summary>
    public double BurstMax => Bound * (window.SampleCount - 1) * (window.SampleMs / 1000.0);

    /// <summary>Sets the bound; what was used so far still counts.</summary>
    public void Arrange(double bound, long nowMs)
    {
        lock (_gate)
        {
            Volatile.Write(ref _bound, bound);
            _usedMs = nowMs;
        }
    }

    public bool IsUnusedFor(long durationMs, long nowMs)
    {
        lock (_gate) return nowMs - _usedMs >= durationMs;
    }

    /// <summary>Counts a use of a rate.</summary>
    /// <returns>For how long the client is to be throttled, in ms.</returns>
    public int Charge(double value, long nowMs)
    {
        lock (_gate)
        {
            _usedMs = nowMs;
            _rate.Record(value, nowMs);
            return _rate.ThrottleMsAt(nowMs, _bound);
        }
    }

    /// <summary>Counts a use that can still be called off.</summary>
    /// <param name="isRefused">
    /// Whether it is above the bound and so should not be. What is more than a whole window may bring is never within it: it
    /// passes when nothing else was used, and is waited for behind it.
    /// </param>
    public int Charge(double value, long nowMs, out bool isRefused)
    {
        lock (_gate)
        {
            var isAlone = value > BurstMax && _rate.SumAt(nowMs) <= 0;
            var throttleMs = Charge(value, nowMs);
            isRefused = throttleMs > 0 && !isAlone;
            return throttleMs;
        }
    }

    /// <summary>Takes back a use that did not happen after all.</summary>
    public void Refund(double value, long nowMs)
    {
        lock (_gate) _rate.Record(-value, nowMs);
    }

    /// <summary>Takes tokens.</summary>
    /// <param name="isStrict">Whether nothing is taken while tokens are owed.</param>
    /// <param name="throttleMs">0, or how long it takes until nothing is owed.</param>
    /// <returns>Whether they were taken.</returns>
    public bool TryTake(int count, bool isStrict, long nowMs, out int throttleMs)
    {
        lock (_gate)
        {
            _usedMs = nowMs;
            throttleMs = _tokens.ThrottleMsAt(nowMs, _bound);
            if (isStrict && throttleMs > 0) return false;
            _tokens.Take(count, nowMs, _bound);
            _rate.Record(count, nowMs);
            throttleMs = isStrict ? 0 : _tokens.ThrottleMsAt(nowMs, _bound);
            return true;
        }
    }

    public void OnThrottled(int throttleMs, long nowMs)
    {
        lock (_gate)
        {
            _throttleMs.Record(throttleMs, nowMs);
            _throttleCount.Record(1, nowMs);
        }
    }

    public QuotaStatus StatusAt(long nowMs)
    {
        lock (_gate)
        {
            var count = _throttleCount.SumAt(nowMs);
            return new QuotaStatus(
                Owner.Kind, Owner.User, Owner.ClientId, _rate.RateAt(nowMs), count > 0 ? _throttleMs.SumAt(nowMs) / count : 0,
                Owner.Kind == QuotaKind.ControllerMutation ? _tokens.TokensAt(nowMs, _bound) : 0);
        }
    }
}
