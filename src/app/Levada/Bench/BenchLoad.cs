using Levada.Client.Producing;

namespace Levada.Bench;

/// <summary>What a benchmark produces.</summary>
/// <param name="PartitionCount">Of the topic, if it has to be created.</param>
/// <param name="ValueByteCount">At least 8.</param>
/// <param name="RecordsPerSecond">0 for as many as are taken.</param>
internal sealed record BenchLoad(
    string Topic, int PartitionCount, long RecordCount, int ValueByteCount, double RecordsPerSecond, ProducerOptions Producer);
