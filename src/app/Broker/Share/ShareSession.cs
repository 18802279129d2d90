using Levada.Protocol;

namespace Levada.Broker.Share;

/// <summary>What one member of a share group fetches, remembered from request to request (KIP-932).</summary>
internal sealed class ShareSession(string groupId, string memberId, long number)
{
    private readonly List<(Uuid TopicId, int Partition)> _partitions = [];

    public string GroupId { get; } = groupId;
    public string MemberId { get; } = memberId;

    /// <summary>Higher than that of every session opened before.</summary>
    public long Number { get; } = number;

    /// <summary>The epoch that the next request must carry; after the largest comes 1.</summary>
    public int NextEpoch { get; private set; } = 1;

    /// <summary>Ends the watch over the connection that opened the session.</summary>
    public CancellationTokenRegistration Disconnection { get; set; }

    public IReadOnlyList<(Uuid TopicId, int Partition)> Partitions => _partitions;

    public void AdvanceEpoch() => NextEpoch = NextEpoch == int.MaxValue ? 1 : NextEpoch + 1;

    public void Add(Uuid topicId, int partition)
    {
        if (!_partitions.Contains((topicId, partition))) _partitions.Add((topicId, partition));
    }

    public void Remove(Uuid topicId, int partition) => _partitions.Remove((topicId, partition));

    /// <summary>The partitions as they are now, beginning elsewhere each time, so that a small answer starves none.</summary>
    public (Uuid TopicId, int Partition)[] Rotated()
    {
        var rotated = new (Uuid TopicId, int Partition)[_partitions.Count];
        for (var i = 0; i < rotated.Length; i++) rotated[i] = _partitions[(int)((i + (uint)NextEpoch) % rotated.Length)];
        return rotated;
    }
}
