using System.Text;
using Levada.Broker.Coordinators;
using Levada.Broker.Data;
using Levada.FileSystem;
using Levada.Log;
using Levada.Log.Compaction;
using Levada.Log.Directories;
using Levada.Protocol;
using Levada.Records;
using Levada.Replication;
using Levada.Runtime;
using Levada.Runtime.Shards;

namespace Levada.Broker.Tests;

/// <summary>A coordinator that has written a lot, and starts again.</summary>
public sealed class CoordinatorReplayTests : IDisposable
{
    private const int RecordCount = 1_000_000;
    private const int RecordsPerBatch = 1_000;
    private const int KeyCount = 10;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("levada-replay-");
    private readonly WorkerPool _workers = new("test", 1, 1, _ => { });

    public void Dispose()
    {
        _workers.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public void A_million_commits_of_few_keys_are_replayed_a_piece_at_a_time_and_few_of_them_after_cleaning()
    {
        using var log = OpenFilled();
        using var directory = new LogDirectoryHost(LogDirectory.TryOpen(new PosixFileSystem(), _directory.FullName)!, (_, _) => { });
        var partition = new Partition(log, new Uuid(1, 1));
        var hosted = new HostedPartition(partition, directory, new Flusher(_workers));
        var source = new BatchSource(hosted);
        long taken = 0;
        source.ReadAll(batch => taken += batch.RecordCount, _ => { }, CancellationToken.None);
        Assert.Equal(RecordCount, taken);
        Assert.True(source.HeldBytesMax <= 1024 * 1024, $"{source.HeldBytesMax} bytes of {log.SizeBytes} were held at once.");

        Clean(log);
        var replayed = new List<ShardRecord>();
        var reports = new List<string>();
        var outcome = new PartitionShardLog(hosted, null!, reports.Add).Replay(replayed.Add, _ => { }, CancellationToken.None);
        Assert.Equal((ErrorCode.None, (long)RecordCount), (outcome.Error, outcome.EndOffset));
        Assert.True(replayed.Count < RecordCount / 10, $"{replayed.Count} records were replayed.");
        Assert.Equal($"{RecordCount - 1}", Encoding.ASCII.GetString(replayed[^1].Value!));
    }

    private PartitionLog OpenFilled()
    {
        var options = new LogOptions { HasCompactPolicy = true, HasDeletePolicy = false, SegmentBytesMax = 1 << 20, Durability = Durability.PageCache };
        var log = PartitionLog.Open(new PosixFileSystem(), _directory.FullName + "/__consumer_offsets-0", new TopicPartition("__consumer_offsets", 0), options, new LogStart());
        var builder = new RecordBatchBuilder();
        var bytes = new FrameBuffer();
        for (var record = 0; record < RecordCount;)
        {
            builder.Start(new RecordBatchOptions());
            for (var end = record + RecordsPerBatch; record < end; record++)
                builder.Append(1, Encoding.ASCII.GetBytes($"group {record % KeyCount}"), Encoding.ASCII.GetBytes($"{record}"));
            bytes.Clear();
            builder.Build(bytes);
            Assert.Equal(ErrorCode.None, log.Append(bytes.Written, new AppendContext(AppendOrigin.Coordinator, new LeaderEpoch(0), 1)).Error);
        }

        return log;
    }

    private static void Clean(PartitionLog log)
    {
        if (log.TryBeginCheckpoint(out var checkpoint))
        {
            checkpoint.Run();
            log.CompleteCheckpoint(checkpoint);
        }

        using var cleaning = log.Compaction.Begin(log.Compaction.Examine(2, log.LogEndOffset), new CleaningOptions(), 2);
        while (cleaning.State is CleaningState.Working or CleaningState.ReadyToReplace or CleaningState.ReadyToPublish)
        {
            if (cleaning.State == CleaningState.Working) cleaning.Step();
            else if (cleaning.State == CleaningState.ReadyToReplace) log.Compaction.Replace(cleaning)?.Run();
            else log.Compaction.Publish(cleaning)?.Run();
        }

        Assert.Equal(CleaningState.Done, cleaning.State);
    }
}
