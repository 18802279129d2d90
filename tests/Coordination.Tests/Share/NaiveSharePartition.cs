using Levada.Coordination.Share;

namespace Levada.Coordination.Tests.Share;

/// <summary>The same rules written down for one offset at a time, without any regard for speed.</summary>
internal sealed class NaiveSharePartition
{
    private readonly SortedDictionary<long, Offset> _offsets = [];

    /// <summary>What a crash leaves.</summary>
    public SortedDictionary<long, (RecordState State, short Count)> Persisted { get; } = [];

    public long PersistedStart { get; private set; }

    public Offset At(long offset) => _offsets.TryGetValue(offset, out var known) ? known : _offsets[offset] = new Offset();

    public IEnumerable<(long Offset, Offset State)> HeldBy(string member) =>
        _offsets.Where(pair => pair.Value.Holder == member).Select(pair => (pair.Key, pair.Value));

    public IEnumerable<(long Offset, Offset State)> HeldTooLong(long elapsedMs) =>
        _offsets.Where(pair => pair.Value.Holder is not null && !pair.Value.IsPending && pair.Value.LockedUntilMs <= elapsedMs)
            .Select(pair => (pair.Key, pair.Value));

    public void Persist(ShareTransition transition)
    {
        PersistedStart = Math.Max(PersistedStart, transition.StartOffset);
        foreach (var batch in transition.Batches)
        {
            for (var offset = batch.First; offset <= batch.Last; offset++) Persisted[offset] = (batch.State, batch.DeliveryCount);
        }
    }

    public IEnumerable<StateBatch> PersistedBatches() =>
        Persisted.Where(pair => pair.Key >= PersistedStart)
            .Select(pair => new StateBatch(pair.Key, pair.Key, pair.Value.State, pair.Value.Count));

    public void Crash(int deliveryCountMax)
    {
        // What the start offset has passed stays as it ended, whether that was persisted for itself or not.
        foreach (var offset in _offsets.Keys.Where(offset => offset >= PersistedStart).ToArray()) _offsets.Remove(offset);
        foreach (var (offset, (state, count)) in Persisted)
        {
            if (offset >= PersistedStart) _offsets[offset] = new Offset { State = state, Count = count, Reason = ReasonAfterCrash(state, count, deliveryCountMax) };
        }
    }

    private static DeadLetterReason ReasonAfterCrash(RecordState state, short count, int deliveryCountMax) =>
        state != RecordState.Archiving ? DeadLetterReason.None
        : count < deliveryCountMax ? DeadLetterReason.Rejected
        : DeadLetterReason.DeliveriesUsedUp;

    /// <summary>One offset.</summary>
    internal sealed class Offset
    {
        public RecordState State { get; set; } = RecordState.Available;
        public short Count { get; set; }
        public string? Holder { get; set; }
        public long LockedUntilMs { get; set; }
        public bool IsPending { get; set; }

        /// <summary>Why it goes to the dead-letter topic, if it does.</summary>
        public DeadLetterReason Reason { get; set; }

        public bool IsDone => State is RecordState.Acknowledged or RecordState.Archived or RecordState.Archiving;
    }
}
