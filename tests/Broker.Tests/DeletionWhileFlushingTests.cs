using Levada.Broker.Data;
using Levada.Broker.Tests.Direct;
using Levada.Records;

namespace Levada.Broker.Tests;

/// <summary>A topic may go while its files are on their way to the disk: that is no failure of the disk, and touches no successor.</summary>
public sealed class DeletionWhileFlushingTests
{
    private const short Version = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("disk", "/gone-0", -1)]
    [InlineData("page-cache", "/gone-0/leader-epoch-checkpoint.tmp", 1)]
    public async Task A_topic_that_is_deleted_while_it_is_flushed_takes_nothing_with_it(string durability, string flushed, short acks)
    {
        var files = new WatchedFiles();
        using var broker = new DirectBroker(durability, files: files);
        var deletion = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var meetingCount = 0;
        var hosted = broker.CreateTopic("gone").Partitions[0];
        files.OnFlushing = path =>
        {
            if (path.EndsWith(flushed, StringComparison.Ordinal) && Interlocked.Increment(ref meetingCount) == 1)
                deletion.SetResult(IsDirectoryKeptFromDeletion(broker, hosted));
        };
        Produce(broker, "gone", acks);
        broker.Services.Maintenance.Checkpoint();

        Assert.True(await deletion.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.True(SpinWait.SpinUntil(() => broker.Services.Partitions.Find("gone") is null, Patience));
        Assert.False(hosted.Directory.IsOffline);
        broker.CreateTopic("gone");
        Produce(broker, "gone", acks);
        broker.Services.Maintenance.Checkpoint();
        Assert.False(hosted.Directory.IsOffline);
    }

    /// <summary>Runs within a flush: has the topic deleted, and tells which came first, the deletion's waiting or its renaming.</summary>
    private static bool IsDirectoryKeptFromDeletion(DirectBroker broker, HostedPartition hosted)
    {
        var path = hosted.Directory.PathOf(hosted.Id);
        _ = Task.Run(() => broker.DeleteTopicAsync("gone"));
        Assert.True(SpinWait.SpinUntil(() => hosted.IsFileWorkAwaited || !Directory.Exists(path), Patience));
        return Directory.Exists(path);
    }

    private static void Produce(DirectBroker broker, string topic, short acks)
    {
        var batch = DirectFrames.Batch(valueByteCount: 100, recordCount: 1, new RecordBatchOptions());
        broker.Transport.Deliver(DirectFrames.Produce(Version, broker.Services.Partitions.Find(topic)!, batch, acks: acks));
    }
}
