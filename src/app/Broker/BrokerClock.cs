namespace Levada.Broker;

/// <summary>The broker's wall clock.</summary>
internal sealed class BrokerClock(TimeProvider time)
{
    private const long TicksToUnixEpochMs = 62_135_596_800_000;

    public TimeProvider TimeProvider { get; } = time;

    /// <summary>Milliseconds since 1970.</summary>
    public long NowMs => TimeProvider.GetUtcNow().UtcTicks / TimeSpan.TicksPerMillisecond - TicksToUnixEpochMs;
}
