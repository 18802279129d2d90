using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using Levada.Broker.Tests.Direct;
using Levada.Records;

namespace Levada.Micro;

/// <summary>Whole requests from the received frame to the sent response, without a socket. Target: 0 bytes allocated.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The benchmark runner cleans up.")]
[MemoryDiagnoser]
[InvocationCount(128)]
[WarmupCount(6)]
[IterationCount(10)]
public class RequestBenchmarks
{
    private DirectBroker _broker = null!;
    private byte[] _produce = [];
    private byte[] _fetchByName = [];
    private byte[] _fetchById = [];

    [Params(15, 1000)]
    public int RecordCount { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _broker = new DirectBroker("page-cache");
        var produced = _broker.CreateTopic("produced");
        var fetched = _broker.CreateTopic("fetched");
        var batch = DirectFrames.Batch(valueByteCount: 1024, RecordCount, new RecordBatchOptions());
        _produce = DirectFrames.Produce(version: 12, produced, batch);
        _fetchByName = DirectFrames.Fetch(version: 12, fetched, batch.Length, isReadCommitted: true);
        _fetchById = DirectFrames.Fetch(version: 17, fetched, batch.Length, isReadCommitted: true);
        _broker.Transport.Deliver(DirectFrames.Produce(version: 12, fetched, batch));
    }

    [GlobalCleanup]
    public void Cleanup() => _broker.Dispose();

    [Benchmark]
    public void Produce() => _broker.Transport.Deliver(_produce);

    [Benchmark]
    public void FetchByName() => _broker.Transport.Deliver(_fetchByName);

    [Benchmark]
    public void FetchById() => _broker.Transport.Deliver(_fetchById);
}
