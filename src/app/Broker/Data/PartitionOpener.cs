using System.Runtime.ExceptionServices;
using Levada.Log;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Replication;

namespace Levada.Broker.Data;

/// <summary>Opens the partitions that the metadata names, recovering what a crash has left, and takes deleted ones off the disk.</summary>
internal sealed class PartitionOpener(
    LogDirectories directories, Flusher flusher, DelayedDeletions deletions, BrokerClock clock, BrokerRandom random, BrokerLog log)
{
    /// <summary>Opens a topic's partitions from an index on.</summary>
    public HostedPartition[] Open(TopicImage topic, int first, LogOptions options)
    {
        var opened = new HostedPartition[topic.PartitionCount - first];
        var ids = Enumerable.Range(first, opened.Length).Select(index => new TopicPartition(topic.Name, index)).ToArray();
        var places = Array.ConvertAll(ids, directories.PlaceFor);

        // Recovery reads and checks; with nothing on disk yet there is nothing to share out.
        if (!ids.Zip(places).Any(pair => pair.Second.HasFilesOf(pair.First)))
            for (var i = 0; i < opened.Length; i++) opened[i] = Open(topic, ids[i], places[i], options);
        else
            OpenAtOnce(opened.Length, i => opened[i] = Open(topic, ids[i], places[i], options));
        return opened;
    }

    /// <summary>Ends partitions: who waits on them hears, their directories are renamed now and deleted later.</summary>
    public void Delete(IReadOnlyCollection<HostedPartition> deleted)
    {
        foreach (var hosted in deleted) Delete(hosted);
        foreach (var byDirectory in deleted.GroupBy(hosted => hosted.Directory))
        {
            try
            {
                byDirectory.Key.Forget([.. byDirectory.Select(hosted => hosted.Id)]);
            }
            catch (IOException e)
            {
                byDirectory.Key.GoOffline(e);
            }
        }
    }

    /// <exception cref="IOException">The disk failed.</exception>
    private static void OpenAtOnce(int count, Action<int> open)
    {
        try
        {
            Parallel.For(0, count, open);
        }
        catch (AggregateException e)
        {
            // Several may have failed, as a rule of one cause; one is what a caller expects and an operator reads.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private void Delete(HostedPartition hosted)
    {
        hosted.MakeUnavailable(ErrorCode.UnknownTopicOrPartition);
        lock (hosted.Gate) hosted.Partition.Log.Dispose();
        hosted.WaitForFileWork();
        try
        {
            if (hosted.Directory.MarkDeleted(hosted.Id, random.NextUuid()) is { } path)
                deletions.Later(() => hosted.Directory.DeletePartition(path), hosted.Partition.Log.Options.FileDeleteDelayMs);
        }
        catch (IOException e)
        {
            hosted.Directory.GoOffline(e);
        }
    }

    private HostedPartition Open(TopicImage topic, TopicPartition id, LogDirectoryHost place, LogOptions options)
    {
        var opened = PartitionLog.Open(directories.Files, place.PathOf(id), id, options, place.StartOf(id, topic.Id, topic.Partition(id.Partition)!.LeaderEpoch, clock.NowMs));
        if (opened.DroppedByteCount > 0)
            log.Warn($"{id}: recovery dropped {opened.DroppedByteCount} bytes behind the last whole batch; the log ends at offset {opened.LogEndOffset}");
        MakeDurable(opened);
        return new HostedPartition(new Partition(opened, topic.Id), place, flusher);
    }

    /// <summary>What survived a crash was written but perhaps not flushed: readers who saw it before must go on seeing it.</summary>
    private static void MakeDurable(PartitionLog opened)
    {
        if (opened.Options.Durability != Durability.Disk || !opened.TryBeginFlush(out var flush)) return;
        flush.Run();
        opened.CompleteFlush(flush);
    }
}
