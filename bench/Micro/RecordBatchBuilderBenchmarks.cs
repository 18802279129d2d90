using BenchmarkDotNet.Attributes;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Micro;

/// <summary>Building a batch and reading it back, the time per record. Target: 0 bytes allocated.</summary>
[MemoryDiagnoser]
public class RecordBatchBuilderBenchmarks
{
    private const int RecordCount = 500;
    private readonly RecordBatchBuilder _builder = new();
    private readonly FrameBuffer _target = new();
    private readonly byte[] _value = BatchSamples.Json(1, 100);
    private byte[] _batch = [];

    [GlobalSetup]
    public void Setup() => _batch = BatchSamples.Batch(RecordCount, 100, CompressionCodec.None);

    [Benchmark(OperationsPerInvoke = RecordCount)]
    public int Build()
    {
        _target.Clear();
        _builder.Start(new RecordBatchOptions());
        for (var i = 0; i < RecordCount; i++) _builder.Append(i, NullableBytes.Null, _value);
        return _builder.Build(_target);
    }

    [Benchmark(OperationsPerInvoke = RecordCount)]
    public long Read()
    {
        long byteCount = 0;
        RecordBatch.TryRead(_batch, out var batch);
        foreach (var record in new RecordReader(batch)) byteCount += record.Value.Length;
        return byteCount;
    }
}
