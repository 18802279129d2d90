namespace Levada.Metadata.Image;

/// <summary>A partition before and after a run of records.</summary>
/// <param name="Topic">The topic after the change; before it, where the topic is gone.</param>
/// <param name="Before">Null for a partition that is new.</param>
/// <param name="After">Null for a partition that is gone.</param>
public readonly record struct PartitionChange(TopicImage Topic, int Partition, PartitionImage? Before, PartitionImage? After);
