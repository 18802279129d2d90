namespace Levada.Coordination.Groups;

/// <summary>Offsets committed in transactions that are still open: valid when the producer's marker says so.</summary>
internal sealed class PendingOffsets
{
    private readonly Dictionary<long, Dictionary<(string Group, string Topic, int Partition), CommittedOffset>> _byProducer = [];
    private readonly Dictionary<(string Group, string Topic, int Partition), HashSet<long>> _producers = [];
    private readonly Dictionary<string, int> _countByGroup = new(StringComparer.Ordinal);

    public bool Has(string group, string topic, int partition) => _producers.ContainsKey((group, topic, partition));

    public bool HasAny(string group) => _countByGroup.ContainsKey(group);

    public void Set(long producerId, string group, string topic, int partition, in CommittedOffset offset)
    {
        var key = (group, topic, partition);
        if (!_byProducer.TryGetValue(producerId, out var offsets)) _byProducer.Add(producerId, offsets = []);
        offsets[key] = offset;
        if (!_producers.TryGetValue(key, out var producers)) _producers.Add(key, producers = []);
        if (producers.Add(producerId)) _countByGroup[group] = _countByGroup.GetValueOrDefault(group) + 1;
    }

    /// <summary>Takes out what a producer's transaction has left.</summary>
    public IReadOnlyDictionary<(string Group, string Topic, int Partition), CommittedOffset> Take(long producerId)
    {
        if (!_byProducer.Remove(producerId, out var offsets)) return new Dictionary<(string, string, int), CommittedOffset>();
        foreach (var key in offsets.Keys) Forget(key, producerId);
        return offsets;
    }

    /// <summary>The offset is deleted: what is pending for it must not bring it back.</summary>
    public void Remove(string group, string topic, int partition)
    {
        var key = (group, topic, partition);
        if (!_producers.TryGetValue(key, out var producers)) return;
        foreach (var producerId in producers.ToArray())
        {
            if (_byProducer[producerId].Remove(key) && _byProducer[producerId].Count == 0) _byProducer.Remove(producerId);
            Forget(key, producerId);
        }
    }

    /// <summary>The topics and partitions of a group that have something pending.</summary>
    public IEnumerable<(string Topic, int Partition)> Of(string group) =>
        _producers.Keys.Where(key => key.Group == group).Select(key => (key.Topic, key.Partition)).Order();

    private void Forget((string Group, string Topic, int Partition) key, long producerId)
    {
        var producers = _producers[key];
        producers.Remove(producerId);
        if (producers.Count == 0) _producers.Remove(key);
        if (--_countByGroup[key.Group] == 0) _countByGroup.Remove(key.Group);
    }
}
