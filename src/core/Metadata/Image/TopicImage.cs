using Levada.Protocol;

namespace Levada.Metadata.Image;

/// <summary>One topic and its partitions. Immutable.</summary>
public sealed class TopicImage
{
    private readonly byte[] _nameBytes;
    private readonly PartitionImage?[] _partitions;

    internal TopicImage(Uuid id, string name, byte[] nameBytes, PartitionImage?[] partitions)
    {
        Id = id;
        Name = name;
        _nameBytes = nameBytes;
        _partitions = partitions;
    }

    public Uuid Id { get; }
    public string Name { get; }

    /// <summary>The name in UTF-8, to be written as it is; never changed.</summary>
    public ReadOnlyMemory<byte> NameBytes => _nameBytes;

    public int PartitionCount => _partitions.Length;

    /// <summary>The partition of an index, or null where there is none.</summary>
    public PartitionImage? Partition(int index) => (uint)index < (uint)_partitions.Length ? _partitions[index] : null;

    /// <summary>Partitions by index; null only in a log that leaves an index out.</summary>
    public ReadOnlySpan<PartitionImage?> Partitions => _partitions;

    internal TopicImage With(PartitionImage?[] partitions) => new(Id, Name, _nameBytes, partitions);

    public override string ToString() => $"{Name} ({Id}, {PartitionCount} partitions)";
}
