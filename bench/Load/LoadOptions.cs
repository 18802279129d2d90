namespace Levada.Load;

/// <summary>What one run does; the defaults are the recipe of docs/performance.md.</summary>
internal sealed record LoadOptions
{
    public string Bootstrap { get; init; } = "127.0.0.1:9092";
    public string Topic { get; init; } = "";
    public int PartitionCount { get; init; } = 6;
    public long RecordCount { get; init; } = 3_000_000;
    public int RecordBytes { get; init; } = 1024;
    public string Payload { get; init; } = "random";
    public string Codec { get; init; } = "none";
    public string Acks { get; init; } = "1";
    public bool IsIdempotent { get; init; }
    public bool NamesPartitions { get; init; }
    public int LingerMs { get; init; } = 5;
    public int Rate { get; init; } = 200;
    public int Seconds { get; init; } = 30;
    public int ConnectionCount { get; init; } = 1_000;
    public int RunCount { get; init; } = 3;
    public int BrokerProcessId { get; init; }
    public string? StartCommand { get; init; }
    public double TouchedGigabytes { get; init; } = 4.5;
}
