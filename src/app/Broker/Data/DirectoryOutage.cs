using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>What follows when a log directory fails: its partitions answer KAFKA_STORAGE_ERROR.</summary>
internal sealed class DirectoryOutage(PartitionRegistry partitions, BrokerLog log)
{
    /// <summary>Called under whatever the failing operation holds, so the consequences are drawn elsewhere.</summary>
    public void OnOffline(LogDirectoryHost directory, Exception reason)
    {
        log.Error($"Log directory {directory.Path} is offline", reason);
        ThreadPool.QueueUserWorkItem(_ =>
        {
            foreach (var hosted in partitions.Partitions.Where(partition => partition.Directory == directory))
                hosted.MakeUnavailable(ErrorCode.KafkaStorageError);
        });
    }
}
