using Levada.Broker.Data;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Lists what lies in each log directory, how large it is, and how much room the file system has left (KIP-827).</summary>
[KafkaApi(ApiKey.DescribeLogDirs, 1, 5)]
internal sealed class DescribeLogDirsHandler(PartitionRegistry partitions, LogDirectories directories)
    : IRequestHandler<DescribeLogDirsRequest, DescribeLogDirsResponse>
{
    public ValueTask<DescribeLogDirsResponse> HandleAsync(
        DescribeLogDirsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var asked = request.Topics is { } topics
            ? topics.SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition))).ToHashSet()
            : null;
        return new(new DescribeLogDirsResponse
        {
            Results = [.. directories.All.Select(directory => Describe(directory, asked))],
        });
    }

    private DescribeLogDirsResponse.DescribeLogDirsResult Describe(LogDirectoryHost directory, HashSet<TopicPartition>? asked)
    {
        if (directory.IsOffline)
            return new() { ErrorCode = ErrorCode.KafkaStorageError, LogDir = directory.Path };
        var hosted = partitions.Partitions.Where(partition => partition.Directory == directory && asked?.Contains(partition.Id) != false);
        var space = directory.MeasureSpace();
        return new()
        {
            LogDir = directory.Path,
            TotalBytes = space.TotalBytes,
            UsableBytes = space.UsableBytes,
            Topics = [.. hosted.GroupBy(partition => partition.Id.Topic).Select(topic => new DescribeLogDirsResponse.DescribeLogDirsTopic
            {
                Name = topic.Key,
                Partitions = [.. topic.Select(Describe)],
            })],
        };
    }

    private static DescribeLogDirsResponse.DescribeLogDirsPartition Describe(HostedPartition hosted)
    {
        lock (hosted.Gate)
            return new() { PartitionIndex = hosted.Id.Partition, PartitionSize = hosted.Partition.Log.SizeBytes, OffsetLag = 0 };
    }
}
