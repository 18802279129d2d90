using System.Collections.Concurrent;
using Levada.Broker.Control;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Metadata.Quotas;
using Levada.Runtime;

namespace Levada.Broker.Quotas;

/// <summary>The quotas in force, and what has been used of them.</summary>
internal sealed class ClientQuotas : IMetadataFollower
{
    private const long UnusedMsMax = 3_600_000;
    private const long SweepIntervalMs = 60_000;
    private static readonly string[] Keys =
        [QuotaKeys.ProducerByteRate, QuotaKeys.ConsumerByteRate, QuotaKeys.RequestPercentage, QuotaKeys.ControllerMutationRate];

    private readonly ConcurrentDictionary<QuotaOwner, QuotaSensor> _sensors = new();
    private readonly QuotaWindow _clientWindow;
    private readonly QuotaWindow _mutationWindow;
    private QuotaLimits[] _limits = LimitsOf(ClientQuotasImage.Empty);
    private volatile bool _isAnySet;
    private int _generation;
    private long _sweptMs;

    public ClientQuotas(BrokerConfig config, TimerQueue timers, TimeProvider time)
    {
        Timers = timers;
        Time = time;
        _clientWindow = WindowOf(config, "quota");
        _mutationWindow = WindowOf(config, "controller.quota");
    }

    /// <summary>Whether anybody is bounded at all.</summary>
    public bool IsAnySet => _isAnySet;

    /// <summary>Changes when a client's quotas must be looked up anew.</summary>
    public int Generation => Volatile.Read(ref _generation);

    public TimerQueue Timers { get; }
    public TimeProvider Time { get; }
    public long NowMs => Timers.NowMs;

    /// <summary>The longest that the request quota throttles at a time.</summary>
    public int RequestThrottleMsMax => _clientWindow.SampleMs;

    public IEnumerable<QuotaStatus> Statuses
    {
        get
        {
            var nowMs = NowMs;
            foreach (var (_, sensor) in _sensors) yield return sensor.StatusAt(nowMs);
        }
    }

    public void Follow(MetadataChange change, ConfigView configs)
    {
        if (!change.HasQuotaChange) return;
        var limits = LimitsOf(change.After.ClientQuotas);
        Volatile.Write(ref _limits, limits);
        _isAnySet = Array.Exists(limits, limit => !limit.IsEmpty);
        if (!_isAnySet) _sensors.Clear();
        Interlocked.Increment(ref _generation);
    }

    /// <summary>The sensor that a client's use counts in, or null where nothing bounds it.</summary>
    public QuotaSensor? SensorOf(QuotaKind kind, string user, string clientId)
    {
        if (Volatile.Read(ref _limits)[(int)kind].Find(user, clientId) is not { } limit) return null;
        var nowMs = NowMs;
        var owner = new QuotaOwner(kind, limit.IsOfUser ? user : "", limit.IsOfClientId ? clientId : "");
        if (!_sensors.TryGetValue(owner, out var sensor))
        {
            SweepIfDue(nowMs);
            var window = kind == QuotaKind.ControllerMutation ? _mutationWindow : _clientWindow;
            sensor = _sensors.GetOrAdd(owner, new QuotaSensor(owner, window));
        }

        sensor.Arrange(limit.Bound, nowMs);
        return sensor;
    }

    /// <summary>Client ids come and go without number; what nobody uses is forgotten when others come.</summary>
    private void SweepIfDue(long nowMs)
    {
        var sweptMs = Volatile.Read(ref _sweptMs);
        if (nowMs - sweptMs < SweepIntervalMs || Interlocked.CompareExchange(ref _sweptMs, nowMs, sweptMs) != sweptMs) return;
        var hasRemoved = false;
        foreach (var pair in _sensors)
        {
            if (pair.Value.IsUnusedFor(UnusedMsMax, nowMs)) hasRemoved |= _sensors.TryRemove(pair);
        }

        // Who still holds one of them looks again.
        if (hasRemoved) Interlocked.Increment(ref _generation);
    }

    private static QuotaLimits[] LimitsOf(ClientQuotasImage image) => Array.ConvertAll(Keys, key => new QuotaLimits(image, key));

    private static QuotaWindow WindowOf(BrokerConfig config, string prefix) =>
        new(config.GetInt($"{prefix}.window.num"), config.GetInt($"{prefix}.window.size.seconds") * 1000);
}
