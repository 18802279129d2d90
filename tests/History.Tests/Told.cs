using Levada.History.Checks;
using Levada.History.Events;

namespace Levada.History.Tests;

/// <summary>A history told step by step; each step is over before the next begins.</summary>
internal sealed class Told
{
    public const string Topic = "t";
    public const string Group = "g";
    public const int LockUs = 10_000;
    private const int DeliveryCountMax = 3;
    private readonly List<HistoryEvent> _events = [];
    private long _us;
    private int _number;

    private long Next => _us += 10;

    public IReadOnlyList<string> Findings() => [.. HistoryCheck.Run(_events).Select(finding => finding.Rule).Distinct()];

    public Told Waits(long us)
    {
        _us += us;
        return this;
    }

    public Told Sends(string value, long offset, string? transaction = null, Outcome outcome = Outcome.Ok, string topic = Topic) => Add(new SendEvent
    {
        Process = "producer", BeginUs = Next, EndUs = Next, Topic = topic, Partition = 0, Value = value, Number = _number++,
        Outcome = outcome, Offset = offset, Transaction = transaction,
    });

    public Told Ends(string transaction, bool isCommit, Outcome outcome = Outcome.Ok) => Add(new TransactionEndEvent
    {
        Process = "producer", BeginUs = Next, EndUs = Next, Transaction = transaction, IsCommit = isCommit, Outcome = outcome,
    });

    public Told Polls(Isolation isolation, int assignment, params (long Offset, string Value)[] records) => Add(new PollEvent
    {
        Process = "reader", BeginUs = Next, EndUs = Next, Topic = Topic, Partition = 0, Isolation = isolation, Assignment = assignment, Records = Of(records),
    });

    public Told GroupPolls(params (long Offset, string Value)[] records) => Add(new PollEvent
    {
        Process = "member", BeginUs = Next, EndUs = Next, Topic = Topic, Partition = 0, Isolation = Isolation.Committed, Group = Group, Assignment = 1, Records = Of(records),
    });

    /// <summary>What stands in the end, at both isolation levels unless one is named.</summary>
    public Told Stands(string topic, params (long Offset, string Value)[] records) =>
        Stands(topic, Isolation.Committed, records).Stands(topic, Isolation.Uncommitted, records);

    public Told Stands(string topic, Isolation isolation, params (long Offset, string Value)[] records) => Add(new FinalReadEvent
    {
        Process = "final", BeginUs = Next, EndUs = Next, Topic = topic, Partition = 0, Isolation = isolation, Records = Of(records),
    });

    public Told Bounds(long logStart, long lastStable, long highWatermark) => Add(new BoundsEvent
    {
        Process = "sampler", BeginUs = Next, EndUs = Next, Topic = Topic, Partition = 0, LogStart = logStart, LastStable = lastStable, HighWatermark = highWatermark,
    });

    public Told Commits(long offset, Outcome outcome = Outcome.Ok) => Add(new CommitEvent
    {
        Process = "member", BeginUs = Next, EndUs = Next, Group = Group, Topic = Topic, Partition = 0, Offset = offset, Outcome = outcome,
    });

    public Told IsCommitted(long offset) => Add(new CommittedEvent
    {
        Process = "sampler", BeginUs = Next, EndUs = Next, Group = Group, Topic = Topic, Partition = 0, Offset = offset,
    });

    public Told Copies(string from, string to) => Add(new CopyEvent { Process = "run", BeginUs = Next, EndUs = Next, From = from, To = to });

    /// <summary>Says by which rules the group shares the topic; to be told before anything else of it.</summary>
    public Told Shares(Isolation isolation = Isolation.Uncommitted) => Add(new ShareGroupEvent
    {
        Process = "run", BeginUs = Next, EndUs = Next, Group = Group, Topic = Topic, Isolation = isolation, LockMs = LockUs / 1000, DeliveryCountMax = DeliveryCountMax,
    });

    public Told Delivers(string member, long offset, string value, int deliveryCount = 1) => Add(new DeliveryEvent
    {
        Process = member, BeginUs = Next, EndUs = Next, Group = Group, Topic = Topic, Partition = 0, Offset = offset, Value = value, DeliveryCount = deliveryCount,
    });

    public Told Acknowledges(string member, long offset, AcknowledgeType type, Outcome outcome = Outcome.Ok) => Add(new AcknowledgeEvent
    {
        Process = member, BeginUs = Next, EndUs = Next, Group = Group, Topic = Topic, Partition = 0, Offset = offset, Type = type, Outcome = outcome,
    });

    public Told Leaves(string member, bool isAnswerLost = false) => Add(new LeaveEvent
    {
        Process = member, BeginUs = Next, EndUs = Next, Group = Group, IsAnswerLost = isAnswerLost,
    });

    /// <summary>A kill, and a member whose fetch was under way.</summary>
    public Told LosesAnswerByKill(string member)
    {
        var beginUs = Next;
        IsKilled();
        return Add(new LeaveEvent { Process = member, BeginUs = beginUs, EndUs = Next, Group = Group, IsAnswerLost = true });
    }

    public Told IsKilled() => Add(new FaultEvent { Process = "run", BeginUs = Next, EndUs = Next, What = FaultEvent.Kill });

    /// <summary>The same history after it was written down and read again.</summary>
    public Told Reread(string path)
    {
        File.WriteAllLines(path, _events.Select(HistoryFile.ToLine));
        var told = new Told();
        told._events.AddRange(HistoryFile.Read(path));
        return told;
    }

    private static ReadRecord[] Of((long Offset, string Value)[] records) => Array.ConvertAll(records, record => new ReadRecord(record.Offset, record.Value));

    private Told Add(HistoryEvent happened)
    {
        _events.Add(happened);
        return this;
    }
}
