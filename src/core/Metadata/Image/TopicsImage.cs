using System.Diagnostics.CodeAnalysis;
using Levada.Protocol;

namespace Levada.Metadata.Image;

/// <summary>All topics, found by name, by the bytes of a name and by id. Immutable.</summary>
public sealed class TopicsImage
{
    private readonly Dictionary<string, TopicImage> _byName;
    private readonly Dictionary<string, TopicImage>.AlternateLookup<ReadOnlySpan<byte>> _byNameBytes;
    private readonly Dictionary<Uuid, TopicImage> _byId;
    private TopicImage[]? _sorted;

    internal TopicsImage(Dictionary<string, TopicImage> byName, Dictionary<Uuid, TopicImage> byId)
    {
        _byName = byName;
        _byNameBytes = byName.GetAlternateLookup<ReadOnlySpan<byte>>();
        _byId = byId;
    }

    public static TopicsImage Empty { get; } = new(new(TopicNameComparer.Instance), []);

    public int Count => _byName.Count;

    /// <summary>Topics in ordinal order of their names.</summary>
    public IReadOnlyList<TopicImage> InNameOrder => _sorted ??= Sort();

    /// <summary>Topics in no particular order, for questions whose answer has none.</summary>
    internal Dictionary<string, TopicImage>.ValueCollection All => _byName.Values;

    public TopicImage? Find(string name) => _byName.GetValueOrDefault(name);
    public TopicImage? Find(Uuid id) => _byId.GetValueOrDefault(id);

    /// <summary>Finds a topic by the UTF-8 bytes of its name, without allocation.</summary>
    public bool TryFind(ReadOnlySpan<byte> nameBytes, [NotNullWhen(true)] out TopicImage? topic) =>
        _byNameBytes.TryGetValue(nameBytes, out topic);

    internal Dictionary<string, TopicImage> CopyByName() => new(_byName, TopicNameComparer.Instance);
    internal Dictionary<Uuid, TopicImage> CopyById() => new(_byId);

    // Two readers may both sort; either result is the same and stays.
    private TopicImage[] Sort()
    {
        var topics = _byName.Values.ToArray();
        Array.Sort(topics, (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return topics;
    }
}
