using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>All promises, held against one history.</summary>
/// <remarks>Sources: Jepsen's Kafka workload, kgo-verifier, Kafka's system tests.</remarks>
public static class HistoryCheck
{
    public static IReadOnlyList<Finding> Run(IEnumerable<HistoryEvent> events)
    {
        var history = new ClientHistory(events);
        ICheck[] checks =
        [
            new OffsetsHaveOneValue(), new ValuesAreWrittenOnce(), new AcknowledgedRecordsStay(), new ReadRecordsStay(),
            new AbortedRecordsStayHidden(), new UndecidedRecordsStayHidden(), new TransactionsAreWhole(), new ReadersMoveOn(),
            new SendsKeepTheirOrder(), new BoundsNeverFall(), new CommittedOffsetsStay(), new CopiesAreExact(), new GroupsReadEverything(),
            new SharesEndOnce(), new SharesAreHeldByOne(), new DeliveriesAreCounted(),
        ];
        return [.. checks.SelectMany(check => check.Run(history))];
    }
}
