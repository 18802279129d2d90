using Confluent.Kafka;
using Levada.History.Events;
using Levada.History.Workloads;
using Levada.History.Workloads.Share;

namespace Levada.History;

/// <summary>Who takes part in a run.</summary>
internal static class Cast
{
    private const int RecordsPerSecond = 150;
    private const int ShareMemberCount = 3;

    public static IEnumerable<IWorkload> Writers(WorkloadSettings settings) =>
    [
        new PlainProducer(settings, "plain-a", RunPlan.Plain, RunPlan.PartitionCount, RecordsPerSecond),
        new PlainProducer(settings, "plain-b", RunPlan.Plain, RunPlan.PartitionCount, RecordsPerSecond),
        new PlainProducer(settings, "ordered-a", RunPlan.Ordered, 1, RecordsPerSecond),
        new TransactionalProducer(settings, "transactional-a", RunPlan.Transactional, RunPlan.PartitionCount),
        new TransactionalProducer(settings, "transactional-b", RunPlan.Transactional, RunPlan.PartitionCount),
    ];

    public static IEnumerable<IWorkload> Readers(WorkloadSettings settings, bool hasConsumerProtocol)
    {
        yield return new Copier(settings, "copier-a", "copiers", RunPlan.Plain, RunPlan.Copy, RunPlan.Topics[RunPlan.Copy]);
        yield return new Copier(settings, "copier-b", "copiers", RunPlan.Plain, RunPlan.Copy, RunPlan.Topics[RunPlan.Copy]);
        yield return new Copier(settings, "copier-ordered", "ordered-copiers", RunPlan.Ordered, RunPlan.OrderedCopy, 1);
        foreach (var isolation in Enum.GetValues<Isolation>())
        {
            yield return new AssignedReader(settings, $"reader-plain-{isolation}", RunPlan.Plain, RunPlan.PartitionCount, isolation);
            yield return new AssignedReader(settings, $"reader-transactional-{isolation}", RunPlan.Transactional, RunPlan.PartitionCount, isolation);
            yield return new AssignedReader(settings, $"reader-copy-{isolation}", RunPlan.Copy, RunPlan.Topics[RunPlan.Copy], isolation);
        }

        foreach (var protocol in hasConsumerProtocol ? new[] { GroupProtocol.Classic, GroupProtocol.Consumer } : [GroupProtocol.Classic])
        {
            foreach (var member in new[] { "a", "b", "c" })
                yield return new GroupReader(settings, $"member-{protocol}-{member}", $"group-{protocol}", RunPlan.Plain, protocol);
        }

        yield return new OffsetKeeper(settings, "keeper", RunPlan.Plain);
        yield return new BoundsSampler(settings, "bounds-plain", RunPlan.Plain, RunPlan.PartitionCount, "group-Classic");
        yield return new BoundsSampler(settings, "bounds-transactional", RunPlan.Transactional, RunPlan.PartitionCount, null);
        yield return new BoundsSampler(settings, "bounds-copied", RunPlan.Plain, RunPlan.PartitionCount, "copiers");
    }

    public static IEnumerable<ShareGroupEvent> ShareGroups() =>
    [
        ShareGroup("sharers", RunPlan.Plain, Isolation.Uncommitted),
        ShareGroup("committed-sharers", RunPlan.Transactional, Isolation.Committed),
        ShareGroup("uncommitted-sharers", RunPlan.Transactional, Isolation.Uncommitted),
    ];

    public static IEnumerable<IWorkload> Sharers(WorkloadSettings settings) =>
        ShareGroups().SelectMany(group => Enumerable.Range(1, ShareMemberCount).Select(number => new ShareWorker(settings, $"{group.Group}-{number}", group)));

    /// <summary>The consumer groups that have to come to the end of a topic before the run is over.</summary>
    public static IEnumerable<(string Group, string Topic)> Drains(bool hasConsumerProtocol) =>
    [
        ("copiers", RunPlan.Plain), ("ordered-copiers", RunPlan.Ordered), ("group-Classic", RunPlan.Plain),
        .. hasConsumerProtocol ? new[] { ("group-Consumer", RunPlan.Plain) } : [],
    ];

    private static ShareGroupEvent ShareGroup(string group, string topic, Isolation isolation) => new()
    {
        Process = "run", BeginUs = Recorder.NowUs, EndUs = Recorder.NowUs, Group = group, Topic = topic, Isolation = isolation,
        LockMs = RunPlan.ShareLockMs, DeliveryCountMax = RunPlan.ShareDeliveryCountMax,
    };
}
