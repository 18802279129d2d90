using Levada.Metadata.Controller;

namespace Levada.Broker.Quotas;

/// <summary>What one request has taken of the controller mutation quota.</summary>
/// <param name="isStrict">Whether changes are refused while tokens are owed; else the client is only throttled.</param>
internal sealed class MutationPermits(QuotaSensor sensor, ClientQuotas quotas, bool isStrict) : IMutationQuota
{
    private int _throttleMs;
    private long _throttledMs;

    public QuotaSensor Sensor { get; } = sensor;

    public bool TryTake(int partitionCount)
    {
        var nowMs = quotas.NowMs;
        var isTaken = Sensor.TryTake(partitionCount, isStrict, nowMs, out var throttleMs);
        if (throttleMs > 0) (_throttleMs, _throttledMs) = (throttleMs, nowMs);
        return isTaken;
    }

    /// <summary>For how long the client is still to be throttled.</summary>
    public int ThrottleMsAt(long nowMs) => _throttleMs == 0 ? 0 : (int)Math.Max(0, _throttleMs - (nowMs - _throttledMs));
}
