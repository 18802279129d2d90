using System.Text;
using Levada.Metadata.Image;

namespace Levada.Metadata.Tests;

/// <summary>Everything an image says, as text, read from the image itself and not from its snapshot.</summary>
internal static class ImageText
{
    public static string Of(MetadataImage image)
    {
        var text = new StringBuilder();
        foreach (var (name, level) in image.Features.Levels) text.AppendLine($"feature {name} {level}");
        text.AppendLine($"producer ids {image.ProducerIds}");
        foreach (var broker in image.Cluster.Brokers.Values) text.AppendLine(Of(broker));
        foreach (var (id, controller) in image.Cluster.Controllers) text.AppendLine($"controller {id} {controller.IncarnationId}");
        foreach (var topic in image.Topics.InNameOrder) Append(text, topic);
        foreach (var (resource, values) in image.Configurations.Resources)
            text.AppendLine($"configs {resource} {string.Join(' ', values)}");
        foreach (var (entity, quotas) in image.ClientQuotas.Entities) text.AppendLine($"quotas {string.Join(' ', entity.Parts)} {string.Join(' ', quotas)}");
        foreach (var (key, record) in image.Uninterpreted)
            text.AppendLine($"{key} {Convert.ToHexString(MetadataFrame.ToBytes(record))}");
        return text.ToString();
    }

    public static MetadataImage Replayed(IEnumerable<IMetadataRecord> records)
    {
        var replay = new MetadataReplay(MetadataImage.Empty);
        replay.Apply([.. records], 0, 0);
        return replay.Image;
    }

    private static string Of(BrokerImage broker) =>
        $"broker {broker.Id} {broker.Epoch} {broker.IncarnationId} {broker.Rack} fenced {broker.IsFenced} leaving {broker.IsInControlledShutdown} "
        + $"dirs {List(broker.LogDirs)} cordoned {List(broker.CordonedLogDirs)} "
        + string.Join(' ', broker.Endpoints.Select(endpoint => $"{endpoint.Name}:{endpoint.Host}:{endpoint.Port}:{endpoint.SecurityProtocol}"))
        + string.Join(' ', broker.Features.Select(feature => $"{feature.Name}:{feature.MinSupportedVersion}:{feature.MaxSupportedVersion}"));

    private static void Append(StringBuilder text, TopicImage topic)
    {
        text.AppendLine($"topic {topic.Name} {topic.Id} {topic.PartitionCount}");
        foreach (var partition in topic.Partitions)
        {
            text.AppendLine(partition is null
                ? "nothing"
                : $"  {List(partition.Replicas)} isr {List(partition.Isr)} leader {partition.Leader} {partition.LeaderEpoch} epoch {partition.PartitionEpoch} "
                    + $"recovery {partition.LeaderRecoveryState} adding {List(partition.AddingReplicas)} removing {List(partition.RemovingReplicas)} "
                    + $"dirs {List(partition.Directories)} elr {List(partition.EligibleLeaderReplicas)} last {List(partition.LastKnownElr)}");
        }
    }

    private static string List<T>(T[]? items) => items is null ? "null" : $"[{string.Join(',', items)}]";
}
