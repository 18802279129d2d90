namespace Levada.Coordination;

/// <summary>The time a decision is made at and everything it leaves behind; reused from decision to decision.</summary>
/// <remarks>
/// The caller applies every record to the coordinator before the next decision, and sends completions (and returned
/// responses) only when the records are committed.
/// </remarks>
public sealed class Decision
{
    private readonly List<CoordinatorRecord> _records = [];
    private readonly List<Completion> _completions = [];
    private readonly List<object> _effects = [];

    /// <summary>Unix milliseconds: for what is persisted. May jump.</summary>
    public long NowMs { get; private set; }

    /// <summary>Monotonic milliseconds: for deadlines.</summary>
    public long ElapsedMs { get; private set; }

    public IReadOnlyList<CoordinatorRecord> Records => _records;
    public IReadOnlyList<Completion> Completions => _completions;

    /// <summary>What is to be done outside once the records are committed; the coordinator asks again when it is loaded anew.</summary>
    public IReadOnlyList<object> Effects => _effects;

    /// <summary>Forgets the last decision and sets the time of the next.</summary>
    public void Begin(long nowMs, long elapsedMs)
    {
        NowMs = nowMs;
        ElapsedMs = elapsedMs;
        _records.Clear();
        _completions.Clear();
        _effects.Clear();
    }

    internal void Append(CoordinatorRecord record) => _records.Add(record);

    internal void Emit(object effect) => _effects.Add(effect);

    internal void Complete(long token, object response) => _completions.Add(new(token, response));

    /// <summary>Takes back the records decided since there were so many of them: what they belonged to is refused.</summary>
    internal void WithdrawRecords(int fromCount) => _records.RemoveRange(fromCount, _records.Count - fromCount);
}
