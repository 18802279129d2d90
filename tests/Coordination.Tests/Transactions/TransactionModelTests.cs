using CsCheck;
using Levada.Protocol;

namespace Levada.Coordination.Tests.Transactions;

public sealed class TransactionModelTests
{
    private static readonly Gen<(int Who, int Action, int Partition)[]> Steps =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 99], Gen.Int[0, TransactionWorld.PartitionCount - 1]).Array[0, 200];

    public static TheoryData<short, short> Versions => new()
    {
        { 0, 0 }, { 1, 0 }, { 2, 0 }, { 1, short.MaxValue - 4 }, { 2, short.MaxValue - 4 },
    };

    [Theory, MemberData(nameof(Versions))]
    public void Transactions_are_whole_and_fenced_producers_fail_whatever_happens(short version, short firstEpoch) =>
        Steps.Sample(steps => Run(steps, version, firstEpoch), iter: 300);

    private static void Run((int Who, int Action, int Partition)[] steps, short version, short firstEpoch)
    {
        var world = new TransactionWorld(version, firstEpoch);
        var number = 0;
        // Two rivals for each transactional id: whoever initialises last is the only one that may do anything.
        var producers = Enumerable.Range(0, 4).Select(i => new SimulatedProducer(world, $"id{i / 2}", version >= 2, () => ++number)).ToArray();
        var fenced = new bool[producers.Length];
        foreach (var (who, action, partition) in steps)
        {
            Act(world, producers, fenced, who, action, partition);
            foreach (var producer in producers) producer.Collect();
            Assert.Equal(TransactionWorld.Describe(world.Coordinator), TransactionWorld.Describe(world.Replay()));
        }

        Finish(world);
        Check(world, producers);
    }

    private static void Act(TransactionWorld world, SimulatedProducer[] producers, bool[] fenced, int who, int action, int partition)
    {
        var producer = producers[who];
        switch (action)
        {
            case < 10: Init(producers, fenced, who, isClaiming: action < 4); break;
            case < 45: CheckFenced(fenced[who], producer.Produce(partition)); break;
            case < 55: End(producer, fenced, who, isCommit: true); break;
            case < 62: End(producer, fenced, who, isCommit: false); break;
            case < 92: world.Deliver(who); break;
            case < 95: world.Wait(1_000); break;
            case < 96: world.Wait(70_000); break;
            default: world.Crash(); break;
        }
    }

    private static void Init(SimulatedProducer[] producers, bool[] fenced, int who, bool isClaiming)
    {
        var isStale = fenced[who] && isClaiming && producers[who].HasId;
        if (!producers[who].Init(isClaiming)) return;
        Assert.False(isStale, "A fenced producer was taken back.");
        fenced[who] = false;
        fenced[who ^ 1] = producers[who ^ 1].HasId;
    }

    private static void End(SimulatedProducer producer, bool[] fenced, int who, bool isCommit)
    {
        var (commits, aborts) = (producer.Commits.Count, producer.Aborts.Count);
        producer.End(isCommit);
        if (fenced[who]) Assert.Equal((commits, aborts), (producer.Commits.Count, producer.Aborts.Count));
    }

    private static void CheckFenced(bool isFenced, ErrorCode? error)
    {
        if (isFenced) Assert.NotEqual(ErrorCode.None, error);
    }

    private static void Finish(TransactionWorld world)
    {
        for (var round = 0; round < 5; round++)
        {
            while (world.DeliveryCount > 0) world.Deliver(0);
            world.Wait(70_000);
        }

        Assert.DoesNotContain("Prepare", TransactionWorld.Describe(world.Coordinator), StringComparison.Ordinal);
        Assert.DoesNotContain("Ongoing", TransactionWorld.Describe(world.Coordinator), StringComparison.Ordinal);
        Assert.All(world.Partitions, partition => Assert.False(partition.HasOpen));
    }

    private static void Check(TransactionWorld world, SimulatedProducer[] producers)
    {
        foreach (var producer in producers)
        {
            foreach (var (number, partitions) in producer.Written)
            {
                var seen = partitions.Count(partition => world.Partitions[partition].Committed.Contains(number));
                Assert.True(seen == 0 || seen == partitions.Count, $"Transaction {number} is committed on {seen} of {partitions.Count} partitions.");
            }

            foreach (var (number, partitions) in producer.Commits)
                Assert.All(partitions, partition => Assert.Contains(number, world.Partitions[partition].Committed));
            Assert.All(producer.Aborts, number => Assert.All(world.Partitions, partition => Assert.DoesNotContain(number, partition.Committed)));
        }
    }
}
