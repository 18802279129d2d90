using BenchmarkDotNet.Attributes;
using Levada.Records;

namespace Levada.Micro;

/// <summary>The walk over one batch, the time per record. Target: below 10 ns uncompressed, 0 bytes allocated.</summary>
[MemoryDiagnoser]
public class BatchWalkBenchmarks
{
    private const int RecordCount = 1_000;
    private byte[] _batch = [];

    [Params(100, 1024)]
    public int ValueByteCount { get; set; }

    [Params(CompressionCodec.None, CompressionCodec.Lz4, CompressionCodec.Snappy, CompressionCodec.Zstd, CompressionCodec.Gzip)]
    public CompressionCodec Codec { get; set; }

    [GlobalSetup]
    public void Setup() => _batch = BatchSamples.Batch(RecordCount, ValueByteCount, Codec);

    [Benchmark(OperationsPerInvoke = RecordCount)]
    public bool Walk()
    {
        RecordBatch.TryRead(_batch, out var batch);
        return BatchWalk.Walk(batch, 64 << 20).IsValid;
    }
}
