using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>A history, indexed by what the checks ask for.</summary>
internal sealed class ClientHistory
{
    private readonly ILookup<Type, HistoryEvent> _byType;
    private readonly Dictionary<string, TransactionEndEvent> _ends;

    public ClientHistory(IEnumerable<HistoryEvent> events)
    {
        _byType = events.ToLookup(happened => happened.GetType());
        // A retried end has the outcome that was known at last.
        _ends = Of<TransactionEndEvent>().GroupBy(end => end.Transaction).ToDictionary(ends => ends.Key, ends => ends.Last());
        Finals = Of<FinalReadEvent>().ToDictionary(final => (final.Topic, final.Partition, final.Isolation), final => final.Records);
    }

    /// <summary>What stands in each partition in the end, by isolation.</summary>
    public IReadOnlyDictionary<(string Topic, int Partition, Isolation Isolation), ReadRecord[]> Finals { get; }

    public IEnumerable<T> Of<T>() where T : HistoryEvent => _byType[typeof(T)].Cast<T>();

    /// <summary>Every record that any reader got, with its place.</summary>
    public IEnumerable<(Place Place, string Value)> Reads() =>
        Of<PollEvent>().SelectMany(poll => poll.Records.Select(record => (new Place(poll.Topic, poll.Partition, record.Offset), record.Value)))
            .Concat(Of<FinalReadEvent>().SelectMany(final => final.Records.Select(record => (new Place(final.Topic, final.Partition, record.Offset), record.Value))))
            .Concat(Of<DeliveryEvent>().Select(delivery => (new Place(delivery.Topic, delivery.Partition, delivery.Offset), delivery.Value)));

    /// <summary>Every record that a producer was told the place of.</summary>
    public IEnumerable<(Place Place, string Value)> AcknowledgedSends() =>
        Of<SendEvent>().Where(send => send.Outcome == Outcome.Ok).Select(send => (new Place(send.Topic, send.Partition, send.Offset), send.Value));

    public bool IsCommitted(string transaction) => _ends.TryGetValue(transaction, out var end) && end is { IsCommit: true, Outcome: Outcome.Ok };

    public bool IsAborted(string transaction) => _ends.TryGetValue(transaction, out var end) && end is { IsCommit: false, Outcome: Outcome.Ok };
}
