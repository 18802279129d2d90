namespace Levada.Http.Tests;

/// <summary>A broker that reports what a test says.</summary>
internal sealed class FixedSource : IMetricsSource, IHealthSource
{
    public MetricsSnapshot Snapshot { get; set; } = new() { Broker = new BrokerMetricsSnapshot { Version = "0.1.0", NodeId = 1 } };
    public bool IsLive { get; set; } = true;
    public bool IsReady { get; set; } = true;
    public string? Reason { get; set; }

    public MetricsSnapshot Read() => Snapshot;
}
