using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Levada.Broker.Tests.Direct;
using Levada.FileSystem;
using Levada.Log;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Micro;

/// <summary>One client batch checked, stamped and written to the page cache. Target: 0 bytes allocated.</summary>
[MemoryDiagnoser]
[InvocationCount(128)]
[WarmupCount(6)]
[IterationCount(10)]
public class AppendBenchmarks
{
    private const long NowMs = 1_700_000_000_000;
    private readonly string _directory = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"levada-append-{Environment.ProcessId}");
    private PartitionLog _log = null!;
    private byte[] _batch = [];

    [Params(15, 1000)]
    public int RecordCount { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _batch = DirectFrames.Batch(valueByteCount: 1024, RecordCount, new RecordBatchOptions());
        var options = new LogOptions { Durability = Durability.PageCache, SegmentBytesMax = int.MaxValue };
        _log = PartitionLog.Open(new PosixFileSystem(), _directory, new TopicPartition("appended", 0), options, new LogStart { NowMs = NowMs });
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _log.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark]
    public long Append()
    {
        // The broker stamps the batch where it lies; a client's next one begins at 0 again.
        BinaryPrimitives.WriteInt64BigEndian(_batch, 0);
        return _log.Append(_batch, new AppendContext(AppendOrigin.Client, new LeaderEpoch(0), NowMs)).BaseOffset;
    }
}
