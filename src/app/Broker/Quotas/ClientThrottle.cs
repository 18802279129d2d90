using Levada.Network;
using Levada.Runtime;

namespace Levada.Broker.Quotas;

/// <summary>One connection's use of its client's quotas, and the pauses that using more than them costs (KIP-124, KIP-219).</summary>
/// <remarks>
/// A response leaves at once and tells for how long its client is throttled; meanwhile no request of the connection is
/// handled. Nothing here allocates but a look-up after the quotas or the client id have changed.
/// </remarks>
internal sealed class ClientThrottle
{
    private readonly Connection _connection;
    private readonly ClientQuotas _quotas;
    private readonly Lock _gate = new();
    private readonly Pause _pause;
    private int _generation = -1;
    private string _clientId = "";
    private QuotaSensor?[] _sensors = new QuotaSensor?[4];
    private long _pausedUntilMs = long.MinValue;

    public ClientThrottle(Connection connection, ClientQuotas quotas)
    {
        _connection = connection;
        _quotas = quotas;
        _pause = new Pause(this);
    }

    /// <summary>Looks up the quotas of whoever asks next, if they may be others than last time.</summary>
    public void Prepare(string user, string clientId)
    {
        var generation = _quotas.Generation;
        if (generation == _generation && ReferenceEquals(clientId, _clientId)) return;
        var sensors = new QuotaSensor?[4];
        for (var kind = 0; kind < sensors.Length; kind++) sensors[kind] = _quotas.SensorOf((QuotaKind)kind, user, clientId);
        Volatile.Write(ref _sensors, sensors);
        (_generation, _clientId) = (generation, clientId);
    }

    public TimeProvider Time => _quotas.Time;

    /// <summary>The most bytes a fetch can bring without having to be throttled.</summary>
    public int FetchBytesMax => Sensor(QuotaKind.Fetch) is { } sensor ? (int)Math.Clamp(sensor.BurstMax, 1, int.MaxValue) : int.MaxValue;

    /// <summary>Whether the time that requests take is bounded, and so to be measured.</summary>
    public bool MeasuresWork => Sensor(QuotaKind.Request) is not null;

    /// <summary>Counts a produce request.</summary>
    /// <param name="work">Time of threads it has taken; none counts for a request without a response.</param>
    /// <returns>For how long the client is throttled, in ms; the pause has begun.</returns>
    public int ChargeProduce(long byteCount, TimeSpan work)
    {
        var nowMs = _quotas.NowMs;
        var (bytes, request) = (Sensor(QuotaKind.Produce), Sensor(QuotaKind.Request));
        return Throttle(bytes, bytes?.Charge(byteCount, nowMs) ?? 0, request, ChargeWork(request, work, nowMs), nowMs);
    }

    /// <summary>Counts a fetch response.</summary>
    /// <param name="isRefused">Whether the response goes without its records, which then do not count.</param>
    /// <returns>For how long the client is throttled, in ms; the pause has begun.</returns>
    public int ChargeFetch(long byteCount, TimeSpan work, out bool isRefused)
    {
        isRefused = false;
        var nowMs = _quotas.NowMs;
        var (bytes, request) = (Sensor(QuotaKind.Fetch), Sensor(QuotaKind.Request));
        var bytesMs = bytes?.Charge(byteCount, nowMs, out isRefused) ?? 0;
        var requestMs = ChargeWork(request, work, nowMs);
        isRefused |= requestMs > 0;
        if (isRefused) bytes?.Refund(byteCount, nowMs);
        return Throttle(bytes, bytesMs, request, requestMs, nowMs);
    }

    /// <summary>Counts any other request.</summary>
    /// <param name="mutations">What it has changed; null for a request that changes no partitions.</param>
    /// <returns>For how long the client is throttled, in ms; the pause has begun.</returns>
    public int ChargeRequest(TimeSpan work, MutationPermits? mutations)
    {
        var nowMs = _quotas.NowMs;
        var request = Sensor(QuotaKind.Request);
        return Throttle(mutations?.Sensor, mutations?.ThrottleMsAt(nowMs) ?? 0, request, ChargeWork(request, work, nowMs), nowMs);
    }

    /// <summary>What a request may change, or null without bound.</summary>
    public MutationPermits? Mutations(bool isStrict) =>
        Sensor(QuotaKind.ControllerMutation) is { } sensor ? new MutationPermits(sensor, _quotas, isStrict) : null;

    public void OnClosed() => _quotas.Timers.Cancel(_pause);

    private QuotaSensor? Sensor(QuotaKind kind) => Volatile.Read(ref _sensors)[(int)kind];

    private int ChargeWork(QuotaSensor? sensor, TimeSpan work, long nowMs) =>
        sensor is null || work == TimeSpan.Zero ? 0 : Math.Min(sensor.Charge(work.TotalSeconds * 100, nowMs), _quotas.RequestThrottleMsMax);

    private int Throttle(QuotaSensor? own, int ownMs, QuotaSensor? request, int requestMs, long nowMs)
    {
        var throttleMs = Math.Max(ownMs, requestMs);
        if (throttleMs == 0) return 0;
        (ownMs > requestMs ? own : request)?.OnThrottled(throttleMs, nowMs);
        Begin(nowMs + throttleMs);
        return throttleMs;
    }

    // Requests that were under way when the pause began may make it longer, never shorter.
    private void Begin(long untilMs)
    {
        lock (_gate)
        {
            if (untilMs <= _pausedUntilMs) return;
            _pausedUntilMs = untilMs;
            _connection.Mute();
            _quotas.Timers.ArmAt(_pause, untilMs);
        }
    }

    private void End()
    {
        lock (_gate)
        {
            if (_quotas.NowMs < _pausedUntilMs) return;
            _connection.Unmute();
        }
    }

    private sealed class Pause(ClientThrottle throttle) : TimerEntry
    {
        protected override void OnDue() => throttle.End();
    }
}
