using BenchmarkDotNet.Attributes;
using Levada.Records;

namespace Levada.Micro;

/// <summary>One checksum. Target: at least 30 GB/s over 64 KiB, 0 bytes allocated.</summary>
[MemoryDiagnoser]
public class Crc32CBenchmarks
{
    private byte[] _bytes = [];

    [Params(100, 1024, 16 * 1024, 64 * 1024, 1024 * 1024)]
    public int ByteCount { get; set; }

    [GlobalSetup]
    public void Setup() => _bytes = BatchSamples.Json(1, ByteCount);

    [Benchmark(Baseline = true)]
    public uint Widest() => Crc32C.Compute(_bytes);

    [Benchmark]
    public uint Folding256() =>
        ByteCount < Crc32CFolding256.ByteCountMin ? 0 : Crc32CFolding256.Append(0, _bytes);

    [Benchmark]
    public uint ThreeWay() => Crc32CThreeWay.Append(0, _bytes);

    [Benchmark]
    public uint OneWay() => Crc32C.AppendOneWay(0, _bytes);
}
