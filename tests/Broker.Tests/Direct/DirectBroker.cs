using System.Net;
using Levada.Broker.Data;
using Levada.FileSystem;
using Levada.Log;
using Levada.Metadata.Configs;
using Levada.Network;

namespace Levada.Broker.Tests.Direct;

/// <summary>The broker's parts behind one connection in memory, so that whole requests run on the caller's thread. Its files are in memory where the system has such a directory.</summary>
internal sealed class DirectBroker : IDisposable
{
    private const long MemoryDiskBytesMin = 1L << 30;
    private readonly DirectoryInfo _directory;
    private readonly BrokerParts _parts;

    public DirectBroker(string durability, int partitionCount = 1, IFileSystem? files = null, int segmentBytes = int.MaxValue)
    {
        var home = Directory.Exists("/dev/shm") && new DriveInfo("/dev/shm").AvailableFreeSpace > MemoryDiskBytesMin ? "/dev/shm" : Path.GetTempPath();
        _directory = Directory.CreateDirectory(Path.Combine(home, $"levada-direct-{Guid.NewGuid():N}"));
        var log = new BrokerLog(Console.Error, TimeProvider.System);
        var config = BrokerConfig.Load(new BrokerConfigSources
        {
            Overrides =
            [
                "listeners=PLAINTEXT://127.0.0.1:9092", $"log.dirs={_directory.FullName}", $"levada.durability={durability}",
                $"num.partitions={partitionCount}", $"log.segment.bytes={segmentBytes}",
            ],
        }).Config!;
        _parts = new BrokerParts(config, files ?? new PosixFileSystem(), TimeProvider.System, log);
        ClusterStart.Run(_parts, config, [new AdvertisedListener("PLAINTEXT", "127.0.0.1", 9092, 0)]);
        var router = new RequestRouter(new ApiDispatch(_parts.Services), _parts.Services.Metrics, log);
        var peer = new IPEndPoint(IPAddress.Loopback, 1);
        var connection = new Connection(1, new DirectListener(router, log), Transport, peer, peer);
        connection.Signal(Signals.Completed, isInline: true);
    }

    public DirectTransport Transport { get; } = new();

    public HostedTopic CreateTopic(string name)
    {
        var failures = _parts.Services.TopicCreator.CreateMissingAsync([name], CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return failures.Count == 0 ? _parts.Services.Partitions.Find(name)! : throw new InvalidOperationException($"{failures[name]}");
    }

    public void Dispose()
    {
        _parts.Dispose();
        _directory.Delete(recursive: true);
    }
}
