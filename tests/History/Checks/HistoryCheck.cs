using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>All promises, held against one history.</summary>
/// <remarks>Sources: Jepsen's Kafka workload, kgo-verifier, Kafka's system tests.</remarks>
public static class HistoryCheck
{
    /// <param name="shareLockUs">The share groups' acquisition lock, in microseconds.</param>
    /// <param name="shareDeliveryCountMax">How often a share group may deliver a record.</param>
    public static IReadOnlyList<Finding> Run(IEnumerable<HistoryEvent> events, long shareLockUs, int shareDeliveryCountMax)
    {
        var history = new ClientHistory(events);
        ICheck[] checks =
        [
            new OffsetsHaveOneValue(), new ValuesAreWrittenOnce(), new AcknowledgedRecordsStay(), new AbortedRecordsStayHidden(),
            new TransactionsAreWhole(), new ReadersMoveOn(), new SendsKeepTheirOrder(), new BoundsNeverFall(), new CommittedOffsetsStay(),
            new CopiesAreExact(), new GroupsReadEverything(), new SharesEndOnce(shareDeliveryCountMax), new SharesAreHeldByOne(shareLockUs),
        ];
        return [.. checks.SelectMany(check => check.Run(history))];
    }
}
