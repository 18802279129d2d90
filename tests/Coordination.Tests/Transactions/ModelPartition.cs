using Levada.Coordination.Transactions;
using Levada.Protocol;

namespace Levada.Coordination.Tests.Transactions;

/// <summary>A partition's leader as far as transactions see it: epochs, one open transaction per producer id, and what readers get.</summary>
internal sealed class ModelPartition
{
    private readonly Dictionary<long, short> _epochs = [];
    private readonly Dictionary<long, List<int>> _open = [];

    /// <summary>The values that a reader of committed records sees.</summary>
    public List<int> Committed { get; } = [];

    public bool HasOpen => _open.Count > 0;

    public bool IsOpen(long producerId, short epoch) => _open.ContainsKey(producerId) && _epochs[producerId] == epoch;

    public ErrorCode Append(long producerId, short epoch, int value)
    {
        if (_epochs.TryGetValue(producerId, out var known) && epoch < known) return ErrorCode.InvalidProducerEpoch;
        _epochs[producerId] = epoch;
        if (!_open.TryGetValue(producerId, out var values)) _open.Add(producerId, values = []);
        values.Add(value);
        return ErrorCode.None;
    }

    public void Append(MarkerWork marker)
    {
        var epoch = marker.ProducerEpoch.Value;
        var known = _epochs.GetValueOrDefault(marker.ProducerId, (short)-1);
        Assert.True(epoch >= known, "A marker never comes from an older epoch than the records.");
        // What version 2 is for: the records of the next transaction have the epoch of this marker.
        if (marker.TransactionVersion >= 2 && epoch == known) Assert.False(_open.ContainsKey(marker.ProducerId));
        _epochs[marker.ProducerId] = epoch;
        if (_open.Remove(marker.ProducerId, out var values) && marker.IsCommit) Committed.AddRange(values);
    }
}
