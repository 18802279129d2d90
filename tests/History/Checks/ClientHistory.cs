using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>A history, indexed by what the checks ask for.</summary>
internal sealed class ClientHistory
{
    private readonly ILookup<Type, HistoryEvent> _byType;
    private readonly Dictionary<string, TransactionEndEvent> _ends;
    private readonly Lazy<IReadOnlyList<SharedRecord>> _sharedRecords;

    public ClientHistory(IEnumerable<HistoryEvent> events)
    {
        _byType = events.ToLookup(happened => happened.GetType());
        // A retried end has the outcome that was known at last.
        _ends = Of<TransactionEndEvent>().GroupBy(end => end.Transaction).ToDictionary(ends => ends.Key, ends => ends.Last());
        Finals = Of<FinalReadEvent>().ToDictionary(final => (final.Topic, final.Partition, final.Isolation), final => final.Records);
        ShareGroups = Of<ShareGroupEvent>().ToDictionary(group => group.Group);
        _sharedRecords = new(() => [.. CollectSharedRecords()]);
    }

    /// <summary>What stands in each partition in the end, by isolation.</summary>
    public IReadOnlyDictionary<(string Topic, int Partition, Isolation Isolation), ReadRecord[]> Finals { get; }

    public IReadOnlyDictionary<string, ShareGroupEvent> ShareGroups { get; }

    /// <summary>What each share group did with each record that it delivered.</summary>
    public IReadOnlyList<SharedRecord> SharedRecords => _sharedRecords.Value;

    public IEnumerable<T> Of<T>() where T : HistoryEvent => _byType[typeof(T)].Cast<T>();

    /// <summary>Where records stand in the end that a reader of an isolation is to see.</summary>
    public IEnumerable<Place> Standing(string topic, Isolation isolation) =>
        Finals.Where(final => final.Key.Topic == topic && final.Key.Isolation == isolation)
            .SelectMany(final => final.Value.Select(record => new Place(topic, final.Key.Partition, record.Offset)));

    /// <summary>Every record that any reader got while others wrote, with its place.</summary>
    public IEnumerable<IsolatedRead> Reads() =>
        Of<PollEvent>()
            .SelectMany(poll => poll.Records.Select(record => new IsolatedRead(poll, poll.Isolation, new(poll.Topic, poll.Partition, record.Offset), record.Value)))
            .Concat(Of<DeliveryEvent>().Select(delivery =>
                new IsolatedRead(delivery, ShareGroups[delivery.Group].Isolation, new(delivery.Topic, delivery.Partition, delivery.Offset), delivery.Value)));

    /// <summary>Every record that was read in the end, with its place.</summary>
    public IEnumerable<(Place Place, string Value)> FinalReads() =>
        Finals.SelectMany(final => final.Value.Select(record => (new Place(final.Key.Topic, final.Key.Partition, record.Offset), record.Value)));

    /// <summary>Every record that a producer was told the place of.</summary>
    public IEnumerable<(Place Place, string Value)> AcknowledgedSends() =>
        Of<SendEvent>().Where(send => send.Outcome == Outcome.Ok).Select(send => (new Place(send.Topic, send.Partition, send.Offset), send.Value));

    public bool IsCommitted(string transaction) => _ends.TryGetValue(transaction, out var end) && end is { IsCommit: true, Outcome: Outcome.Ok };

    public bool IsAborted(string transaction) => _ends.TryGetValue(transaction, out var end) && end is { IsCommit: false, Outcome: Outcome.Ok };

    private IEnumerable<SharedRecord> CollectSharedRecords()
    {
        var ends = Of<AcknowledgeEvent>().ToLookup(end => (end.Group, Place: new Place(end.Topic, end.Partition, end.Offset)));
        return Of<DeliveryEvent>().GroupBy(delivery => (delivery.Group, Place: new Place(delivery.Topic, delivery.Partition, delivery.Offset)))
            .Select(record => new SharedRecord(
                ShareGroups[record.Key.Group], record.Key.Place, [.. record.OrderBy(delivery => delivery.EndUs)], [.. ends[record.Key].OrderBy(end => end.EndUs)]));
    }
}
