using Levada.Metadata.Image;
using Levada.Protocol;

namespace Levada.Metadata.Controller;

/// <summary>Spreads the replicas of new partitions over brokers and racks, from a random start.</summary>
/// <remarks>
/// Brokers are taken in stripes over the racks, so that neighbours stand in different racks. A leader is never fenced;
/// fenced brokers are used only where the others are too few, and are not in sync.
/// </remarks>
internal sealed class ReplicaPlacer
{
    private readonly int[] _active;
    private readonly int[] _fenced;
    private readonly ClusterImage _cluster;
    private readonly int _start;
    private readonly int _shift;

    public ReplicaPlacer(ClusterImage cluster, IControllerRandom random)
    {
        _cluster = cluster;
        _active = Stripe(cluster.Brokers.Values.Where(broker => !broker.IsFenced));
        _fenced = Stripe(cluster.Brokers.Values.Where(broker => broker.IsFenced));
        _start = _active.Length == 0 ? 0 : random.Next(_active.Length);
        _shift = _active.Length == 0 ? 0 : random.Next(_active.Length);
    }

    /// <summary>Why so many replicas cannot be placed, or null.</summary>
    public Refusal? Check(int replicationFactor)
    {
        var registered = _active.Length + _fenced.Length;
        if (_active.Length == 0) return new Refusal(ErrorCode.InvalidReplicationFactor, "no broker is active");
        return replicationFactor <= registered
            ? null
            : new Refusal(
                ErrorCode.InvalidReplicationFactor,
                $"the replication factor {replicationFactor} is larger than the number of brokers, which is {registered}");
    }

    /// <summary>The replicas of one partition, the preferred leader first.</summary>
    public int[] Place(int partition, int replicationFactor)
    {
        var replicas = new List<int>(replicationFactor);
        var first = (_start + partition) % _active.Length;
        replicas.Add(_active[first]);
        var others = OthersFrom(first, _shift + (partition / _active.Length));
        AddFromNewRacks(replicas, others, replicationFactor);
        foreach (var broker in others)
        {
            if (replicas.Count == replicationFactor) break;
            if (!replicas.Contains(broker)) replicas.Add(broker);
        }

        return [.. replicas];
    }

    // Followers start one step further on each round, so that a broker's partitions do not all share one follower.
    private List<int> OthersFrom(int first, int shift)
    {
        var others = new List<int>(_active.Length + _fenced.Length);
        var count = _active.Length - 1;
        for (var step = 0; step < count; step++)
            others.Add(_active[(first + 1 + ((shift + step) % count)) % _active.Length]);
        others.AddRange(_fenced);
        return others;
    }

    private void AddFromNewRacks(List<int> replicas, List<int> others, int replicationFactor)
    {
        foreach (var broker in others)
        {
            if (replicas.Count == replicationFactor) return;
            var rack = _cluster.Broker(broker)?.Rack;
            if (rack is not null && !replicas.Exists(other => _cluster.Broker(other)?.Rack == rack)) replicas.Add(broker);
        }
    }

    private static int[] Stripe(IEnumerable<BrokerImage> brokers)
    {
        var racks = brokers
            .GroupBy(broker => broker.Rack ?? "", StringComparer.Ordinal)
            .OrderBy(rack => rack.Key, StringComparer.Ordinal)
            .Select(rack => rack.Select(broker => broker.Id).ToList())
            .ToList();
        var striped = new List<int>();
        for (var row = 0; racks.Exists(rack => row < rack.Count); row++)
            striped.AddRange(racks.Where(rack => row < rack.Count).Select(rack => rack[row]));
        return [.. striped];
    }
}
