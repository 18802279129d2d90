using System.Globalization;
using Levada.Protocol;

namespace Levada.Log.Directories;

/// <summary>One directory of a partition, as found on disk.</summary>
/// <param name="Partition">Which partition; the topic may be cut short where a suffix needed the room.</param>
/// <param name="TopicId">From <c>partition.metadata</c>; null when that is missing.</param>
public sealed record PartitionDirectory(string Path, PartitionDirectoryKind Kind, TopicPartition Partition, Uuid? TopicId)
{
    internal const string DeletedSuffix = "-delete";
    internal const string FutureSuffix = "-future";
    internal const string StraySuffix = "-stray";
    private const int NameLengthMax = 255;
    private const int UniquePartLength = 32;

    /// <summary>The name for a directory set aside: the partition's, shortened as needed, a unique part, and why.</summary>
    internal static string NameAside(TopicPartition partition, Uuid unique, string suffix)
    {
        var ending = string.Create(CultureInfo.InvariantCulture, $"-{partition.Partition}.{unique.MostSignificant:x16}{unique.LeastSignificant:x16}{suffix}");
        var topic = partition.Topic.Length + ending.Length > NameLengthMax ? partition.Topic[..(NameLengthMax - ending.Length)] : partition.Topic;
        return topic + ending;
    }

    /// <summary>What a directory's name says; false when it is no partition's.</summary>
    internal static bool TryParse(string name, out PartitionDirectoryKind kind, out TopicPartition partition)
    {
        kind = KindOf(name, out var suffix);
        partition = default;
        var plain = name[..^suffix.Length];
        if (kind != PartitionDirectoryKind.Live)
        {
            var dot = plain.LastIndexOf('.');
            if (dot < 0 || plain.Length - dot - 1 != UniquePartLength) return false;
            plain = plain[..dot];
        }

        var dash = plain.LastIndexOf('-');
        if (dash <= 0 || !int.TryParse(plain.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        partition = new(plain[..dash], number);
        return true;
    }

    private static PartitionDirectoryKind KindOf(string name, out string suffix)
    {
        suffix = DeletedSuffix;
        if (name.EndsWith(suffix, StringComparison.Ordinal)) return PartitionDirectoryKind.Deleted;
        suffix = FutureSuffix;
        if (name.EndsWith(suffix, StringComparison.Ordinal)) return PartitionDirectoryKind.Future;
        suffix = StraySuffix;
        if (name.EndsWith(suffix, StringComparison.Ordinal)) return PartitionDirectoryKind.Stray;
        suffix = "";
        return PartitionDirectoryKind.Live;
    }
}
