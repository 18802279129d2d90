using Levada.History.Events;

namespace Levada.History.Workloads.Share;

/// <summary>What a member is going to say of the records that it holds, and when.</summary>
/// <param name="lockMs">The acquisition lock: what is said later comes too late.</param>
internal sealed class ShareIntentions(long lockMs, Random random)
{
    private const int TurnCountMax = 4;
    private readonly List<(Said Said, int DueTurn)> _due = [];
    private readonly Queue<(Said Said, long DueUs)> _late = new();
    private readonly Queue<Said> _renewals = new();
    private int _turn;

    /// <summary>Decides on a record: most are accepted at once; one in twenty-five is never spoken of again.</summary>
    public void Decide(AcquiredRecord record, long nowUs)
    {
        // Its lock ran out and it came again: what was to be said of it is out of date.
        _due.RemoveAll(one => one.Said.Partition == record.Partition && one.Said.Offset == record.Offset);
        Said Of(AcknowledgeType type) => new(record.Partition, record.Offset, (sbyte)type);
        switch (random.Next(100))
        {
            case < 70:
                _due.Add((Of(AcknowledgeType.Accept), _turn));
                break;
            case < 80:
                _due.Add((Of(AcknowledgeType.Release), _turn));
                break;
            case < 85:
                _due.Add((Of(AcknowledgeType.Reject), _turn));
                break;
            case < 91:
                _due.Add((Of(AcknowledgeType.Accept), _turn + random.Next(1, TurnCountMax)));
                break;
            case < 93:
                _renewals.Enqueue(Of(AcknowledgeType.Renew));
                _due.Add((Of(AcknowledgeType.Accept), _turn + TurnCountMax));
                break;
            case < 96:
                _late.Enqueue((Of(random.Next(2) == 0 ? AcknowledgeType.Accept : AcknowledgeType.Release), nowUs + lockMs * 1000));
                break;
        }
    }

    public void Add(Said said) => _due.Add((said, _turn));

    /// <summary>What is to be said now; the next turn begins.</summary>
    public IReadOnlyList<Said> TakeDue()
    {
        var due = _due.Where(one => one.DueTurn <= _turn).Select(one => one.Said).ToArray();
        _due.RemoveAll(one => one.DueTurn <= _turn);
        _turn++;
        return due;
    }

    /// <summary>All that was to be said at any time.</summary>
    public IReadOnlyList<Said> TakeAll()
    {
        _turn += TurnCountMax + 1;
        return TakeDue();
    }

    /// <summary>A record whose lock has run out meanwhile.</summary>
    public bool TryTakeLate(out Said said)
    {
        said = default;
        if (!_late.TryPeek(out var late) || Recorder.NowUs < late.DueUs) return false;
        said = _late.Dequeue().Said;
        return true;
    }

    public bool TryTakeRenewal(out Said said) => _renewals.TryDequeue(out said);
}
