using System.Net;
using Levada.Broker.Data;
using Levada.FileSystem;
using Levada.Log;
using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Network;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests.Direct;

/// <summary>The broker's parts behind one connection in memory, so that whole requests run on the caller's thread. Its files are in memory where the system has such a directory.</summary>
internal sealed class DirectBroker : IDisposable
{
    private const short DeleteVersion = 6;
    private const long MemoryDiskBytesMin = 1L << 30;
    private readonly DirectoryInfo _directory;
    private readonly BrokerParts _parts;
    private bool _isSucceeded;

    /// <param name="predecessor">Whose files are taken over after a clean shutdown; to be disposed before this one.</param>
    public DirectBroker(
        string durability, int partitionCount = 1, IFileSystem? files = null, int segmentBytes = int.MaxValue, TimeProvider? clock = null,
        DirectBroker? predecessor = null)
    {
        var time = clock ?? TimeProvider.System;
        _directory = predecessor?.HandOver() ?? NewDirectory();
        var log = new BrokerLog(Console.Error, time);
        var config = BrokerConfig.Load(new BrokerConfigSources
        {
            Overrides =
            [
                "listeners=PLAINTEXT://127.0.0.1:9092", $"log.dirs={_directory.FullName}", $"levada.durability={durability}",
                $"num.partitions={partitionCount}", $"log.segment.bytes={segmentBytes}",
            ],
        }).Config!;
        _parts = new BrokerParts(config, files ?? new PosixFileSystem(), time, log);
        ClusterStart.Run(_parts, config, [new AdvertisedListener("PLAINTEXT", "127.0.0.1", 9092, 0)]);
        var router = new RequestRouter(new ApiDispatch(_parts.Services), _parts.Services.Metrics, _parts.Services.Quotas, log);
        var peer = new IPEndPoint(IPAddress.Loopback, 1);
        Connection = new Connection(1, new DirectListener(router, log), Transport, peer, peer);
        Connection.Signal(Signals.Completed, isInline: true);
    }

    public DirectTransport Transport { get; } = new();
    public Connection Connection { get; }
    public BrokerServices Services => _parts.Services;

    public HostedTopic CreateTopic(string name)
    {
        var failures = _parts.Services.TopicCreator.CreateMissingAsync([name], CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return failures.Count == 0 ? _parts.Services.Partitions.Find(name)! : throw new InvalidOperationException($"{failures[name]}");
    }

    public async Task DeleteTopicAsync(string name)
    {
        var request = new DeleteTopicsRequest { Topics = [new() { Name = name }] };
        var response = await Services.Controller.DecideAsync(state => TopicDeletion.Decide(request, DeleteVersion, state), CancellationToken.None);
        if (response.Responses[0].ErrorCode != ErrorCode.None) throw new InvalidOperationException($"{response.Responses[0].ErrorCode}");
    }

    /// <summary>Sets a quota of the frames' client id, or removes it.</summary>
    public void SetQuota(string key, double? value)
    {
        var request = new AlterClientQuotasRequest
        {
            Entries =
            [
                new()
                {
                    Entity = [new() { EntityType = "client-id", EntityName = DirectFrames.ClientId }],
                    Ops = [new() { Key = key, Value = value ?? 0, Remove = value is null }],
                },
            ],
        };
        var response = Services.Controller.DecideAsync(state => ClientQuotaAlteration.Decide(request, state), CancellationToken.None)
            .AsTask().GetAwaiter().GetResult();
        if (response.Entries[0].ErrorCode != ErrorCode.None) throw new InvalidOperationException(response.Entries[0].ErrorMessage);
    }

    public void Dispose()
    {
        if (_isSucceeded) return;
        _parts.Dispose();
        _directory.Delete(recursive: true);
    }

    private static DirectoryInfo NewDirectory()
    {
        var home = Directory.Exists("/dev/shm") && new DriveInfo("/dev/shm").AvailableFreeSpace > MemoryDiskBytesMin ? "/dev/shm" : Path.GetTempPath();
        return Directory.CreateDirectory(Path.Combine(home, $"levada-direct-{Guid.NewGuid():N}"));
    }

    private DirectoryInfo HandOver()
    {
        _parts.CloseCleanly();
        _parts.Dispose();
        _isSucceeded = true;
        return _directory;
    }
}
