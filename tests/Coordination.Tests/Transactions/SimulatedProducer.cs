using Levada.Protocol;

namespace Levada.Coordination.Tests.Transactions;

/// <summary>A transactional producer that tags all it writes in one transaction with one number, and knows what it was promised.</summary>
internal sealed class SimulatedProducer(TransactionWorld world, string id, bool isBumping, Func<int> newNumber)
{
    private readonly HashSet<int> _written = [];
    private long _producerId = -1;
    private short _epoch = -1;
    private int _number = -1;
    private (long Token, bool IsCommit)? _ending;

    /// <summary>Transactions that it was told are committed, with their partitions; and those told to be aborted.</summary>
    public List<(int Number, int[] Partitions)> Commits { get; } = [];

    public List<int> Aborts { get; } = [];

    /// <summary>Every number with the partitions that took it.</summary>
    public Dictionary<int, HashSet<int>> Written { get; } = [];

    public bool HasId => _producerId >= 0;

    /// <summary>Starts over; false while it has to come again.</summary>
    public bool Init(bool isClaiming)
    {
        var isOwn = isClaiming && HasId;
        var response = world.Init(id, isOwn ? _producerId : -1, isOwn ? _epoch : (short)-1);
        if (response.ErrorCode != ErrorCode.None) return false;
        (_producerId, _epoch) = (response.ProducerId, response.ProducerEpoch);
        Begin();
        return true;
    }

    /// <summary>Writes to a partition; null when it is not its time to write.</summary>
    public ErrorCode? Produce(int partition)
    {
        if (!HasId || _ending is not null) return null;
        if (_number < 0) _number = newNumber();
        if (!isBumping && !_written.Contains(partition))
        {
            var added = world.Add(id, _producerId, _epoch, partition);
            if (added != ErrorCode.None) return added;
        }

        var error = world.Produce(id, _producerId, _epoch, partition, _number);
        if (error != ErrorCode.None) return error;
        _written.Add(partition);
        if (!Written.TryGetValue(_number, out var partitions)) Written.Add(_number, partitions = []);
        partitions.Add(partition);
        return error;
    }

    /// <summary>Ends its transaction, or asks again for the end that it has no answer to.</summary>
    public ErrorCode End(bool isCommit)
    {
        if (!HasId || (_written.Count == 0 && _ending is null)) return ErrorCode.None;
        if (_ending is { } ending && world.Answer(ending.Token) is { ErrorCode: ErrorCode.None }) return Collect();
        isCommit = _ending?.IsCommit ?? isCommit;
        _ending = (world.SendEnd(id, _producerId, _epoch, isCommit), isCommit);
        return Collect();
    }

    /// <summary>Takes an answer that has come meanwhile.</summary>
    public ErrorCode Collect()
    {
        if (_ending is not { } ending || world.Answer(ending.Token) is not { } response) return ErrorCode.None;
        if (response.ErrorCode != ErrorCode.None) return response.ErrorCode;
        if (ending.IsCommit) Commits.Add((_number, [.. _written]));
        else Aborts.Add(_number);
        if (isBumping) (_producerId, _epoch) = (response.ProducerId, response.ProducerEpoch);
        Begin();
        return ErrorCode.None;
    }

    private void Begin()
    {
        _number = -1;
        _written.Clear();
        _ending = null;
    }
}
