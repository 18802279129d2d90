namespace Levada.Http;

/// <summary>What is used of one client quota.</summary>
public sealed record QuotaMetricsSnapshot
{
    /// <summary>Produce, Fetch, Request or ControllerMutation.</summary>
    public required string Resource { get; init; }

    /// <summary>Empty where the quota does not tell users apart.</summary>
    public string User { get; init; } = "";

    /// <summary>Empty where the quota does not tell client ids apart.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Bytes, percent of a thread's time or partitions, per second.</summary>
    public double Rate { get; init; }

    /// <summary>How long clients were throttled, on average.</summary>
    public double ThrottleMs { get; init; }

    /// <summary>Partitions that may still be changed at once; below 0 they are owed.</summary>
    public double Tokens { get; init; }
}
