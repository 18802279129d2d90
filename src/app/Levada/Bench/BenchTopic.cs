using Levada.Client;
using Levada.Client.Admin;
using Levada.Operations;
using Levada.Protocol;

namespace Levada.Bench;

/// <summary>The topic of a benchmark.</summary>
internal static class BenchTopic
{
    /// <summary>The topic, created with so many partitions if it does not exist.</summary>
    /// <exception cref="KafkaException">It could not be created.</exception>
    public static async Task<TopicMetadata> EnsureAsync(Session session, string topic, int partitionCount, CancellationToken cancellationToken)
    {
        var outcomes = await new TopicAdmin(session.Client).CreateAsync([new TopicSpec(topic, partitionCount)], cancellationToken: cancellationToken);
        if (outcomes is [{ IsSuccess: false, Error: not ErrorCode.TopicAlreadyExists } refused, ..])
            throw new KafkaException(refused.Error, refused.Describe());
        return await session.Client.RetryAsync(
            async () =>
            {
                var metadata = await session.Client.RefreshMetadataAsync([topic], cancellationToken: cancellationToken);
                return metadata.Topics.GetValueOrDefault(topic) is { Error: ErrorCode.None, Partitions.Count: > 0 } found
                    && found.Partitions.All(partition => partition.Leader >= 0)
                    ? found
                    : throw new KafkaException(ErrorCode.LeaderNotAvailable, $"topic {topic} has no leaders yet");
            },
            cancellationToken);
    }
}
