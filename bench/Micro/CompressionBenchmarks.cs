using BenchmarkDotNet.Attributes;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Micro;

/// <summary>64 KiB of JSON into a batch's payload and out of it.</summary>
[MemoryDiagnoser]
public class CompressionBenchmarks
{
    private const int ByteCount = 64 * 1024;
    private readonly FrameBuffer _target = new();
    private byte[] _content = [];
    private byte[] _compressed = [];

    [Params(CompressionCodec.Lz4, CompressionCodec.Snappy, CompressionCodec.Zstd, CompressionCodec.Gzip)]
    public CompressionCodec Codec { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _content = BatchSamples.Json(1, ByteCount);
        Compress();
        _compressed = _target.Written.ToArray();
    }

    [Benchmark]
    public int Compress()
    {
        _target.Clear();
        Compression.Compress(Codec, _content, _target);
        return _target.Length;
    }

    [Benchmark]
    public bool Decompress()
    {
        _target.Clear();
        return Compression.TryDecompress(Codec, _compressed, _target, ByteCount);
    }
}
