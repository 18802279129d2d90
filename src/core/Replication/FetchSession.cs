namespace Levada.Replication;

/// <summary>What one reader has told and been told so far, so that both sides send only changes (KIP-227).</summary>
/// <remarks>One owner at a time: the connection's turn, or the delayed fetch that answers for it.</remarks>
public sealed class FetchSession(int id, bool usesTopicIds)
{
    private const int FirstEpoch = 1;
    private readonly Dictionary<FetchSessionKey, FetchSessionPartition> _byKey = [];
    private readonly List<FetchSessionPartition> _partitions = [];

    public int Id { get; } = id;
    public bool UsesTopicIds { get; } = usesTopicIds;

    /// <summary>The epoch the next incremental request must carry.</summary>
    public int NextEpoch { get; private set; } = FirstEpoch;

    /// <summary>When the session was used last, in milliseconds.</summary>
    public long LastUsedMs { get; set; }

    /// <summary>The partitions in the order they are served; rotated for fairness.</summary>
    public IReadOnlyList<FetchSessionPartition> Partitions => _partitions;

    public FetchSessionPartition Set(FetchSessionKey key, FetchPosition position, long logStartOffset)
    {
        if (!_byKey.TryGetValue(key, out var partition))
        {
            partition = new FetchSessionPartition(key);
            _byKey.Add(key, partition);
            _partitions.Add(partition);
        }

        partition.Position = position;
        partition.ReaderLogStartOffset = logStartOffset;
        return partition;
    }

    public void Forget(FetchSessionKey key)
    {
        if (_byKey.Remove(key, out var partition)) _partitions.Remove(partition);
    }

    /// <summary>After the largest epoch comes 1, for 0 and -1 have meanings of their own.</summary>
    public static int EpochAfter(int epoch) => epoch == int.MaxValue ? FirstEpoch : epoch + 1;

    public void AdvanceEpoch() => NextEpoch = EpochAfter(NextEpoch);

    /// <summary>Puts a partition that was served last in line, so that a small answer starves none.</summary>
    public void MoveToEnd(FetchSessionPartition partition)
    {
        if (_partitions.Count < 2 || _partitions[^1] == partition) return;
        _partitions.Remove(partition);
        _partitions.Add(partition);
    }
}
