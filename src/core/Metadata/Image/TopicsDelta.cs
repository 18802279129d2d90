using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>Topics that a run of records touches, over an image that stays as it is.</summary>
internal sealed class TopicsDelta(TopicsImage before)
{
    // By id, in the order of the records, so that what is reported has one order on every node.
    private readonly List<Uuid> _order = [];
    private readonly Dictionary<Uuid, Draft> _drafts = [];

    public bool IsEmpty => _order.Count == 0;

    public void Create(in TopicRecord record)
    {
        var draft = new Draft(record.Name, record.TopicId, null);
        if (_drafts.TryAdd(record.TopicId, draft)) _order.Add(record.TopicId);
    }

    public void Put(in PartitionRecord record) =>
        DraftOf(record.TopicId)?.Put(record.PartitionId, PartitionImage.From(record));

    public void Change(in PartitionChangeRecord record)
    {
        if (DraftOf(record.TopicId) is not { } draft || draft.Find(record.PartitionId) is not { } partition) return;
        draft.Put(record.PartitionId, partition.With(record));
    }

    /// <summary>The name of the removed topic; null when there is none of that id.</summary>
    public string? Remove(Uuid topicId)
    {
        if (DraftOf(topicId) is not { } draft) return null;
        draft.IsRemoved = true;
        return draft.Name;
    }

    /// <summary>Clears the eligible replicas of one topic, or of all for an empty name.</summary>
    public void ClearElr(string topicName)
    {
        foreach (var topic in before.InNameOrder)
        {
            if (topicName.Length == 0 || topic.Name == topicName) DraftOf(topic.Id)?.ClearElr();
        }

        foreach (var draft in _drafts.Values)
        {
            if (draft.Before is null && (topicName.Length == 0 || draft.Name == topicName)) draft.ClearElr();
        }
    }

    /// <summary>Makes the next image and reports every topic that is new, gone or changed.</summary>
    public TopicsImage Finish(List<TopicChange> changes)
    {
        if (IsEmpty) return before;
        var byName = before.CopyByName();
        var byId = before.CopyById();
        byName.EnsureCapacity(byName.Count + _order.Count);
        byId.EnsureCapacity(byId.Count + _order.Count);
        foreach (var id in _order)
        {
            var draft = _drafts[id];
            var after = draft.Finish();
            if (draft.Before is null && after is null) continue;
            if (draft.Before is not null && ReferenceEquals(draft.Before, after)) continue;
            byId.Remove(id);
            byName.Remove(draft.Name);
            if (after is not null)
            {
                byName[after.Name] = after;
                byId[id] = after;
            }

            changes.Add(new TopicChange(draft.Before, after));
        }

        return new TopicsImage(byName, byId);
    }

    private Draft? DraftOf(Uuid id)
    {
        if (_drafts.TryGetValue(id, out var draft)) return draft;
        if (before.Find(id) is not { } topic) return null;
        draft = new Draft(topic.Name, id, topic);
        _drafts.Add(id, draft);
        _order.Add(id);
        return draft;
    }

    private sealed class Draft(string name, Uuid id, TopicImage? before)
    {
        private PartitionImage?[]? _partitions;
        private int _count = before?.PartitionCount ?? 0;

        public string Name => name;
        public TopicImage? Before => before;
        public bool IsRemoved { get; set; }

        public PartitionImage? Find(int index) =>
            _partitions is null ? before?.Partition(index)
            : (uint)index < (uint)_count ? _partitions[index]
            : null;

        public void Put(int index, PartitionImage partition)
        {
            if (index < 0) return;
            _partitions ??= before is null ? new PartitionImage?[4] : before.Partitions.ToArray();
            if (index >= _partitions.Length) Array.Resize(ref _partitions, Math.Max(index + 1, _partitions.Length * 2));
            _partitions[index] = partition;
            _count = Math.Max(_count, index + 1);
        }

        public void ClearElr()
        {
            for (var index = 0; index < _count; index++)
            {
                if (Find(index) is { } partition && !ReferenceEquals(partition.WithoutElr(), partition))
                    Put(index, partition.WithoutElr());
            }
        }

        public TopicImage? Finish()
        {
            if (IsRemoved) return null;
            if (_partitions is null) return before ?? new TopicImage(id, name, System.Text.Encoding.UTF8.GetBytes(name), []);
            if (_partitions.Length != _count) Array.Resize(ref _partitions, _count);
            return before?.With(_partitions)
                ?? new TopicImage(id, name, System.Text.Encoding.UTF8.GetBytes(name), _partitions);
        }
    }
}
