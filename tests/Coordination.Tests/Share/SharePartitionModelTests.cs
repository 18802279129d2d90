using CsCheck;
using Levada.Coordination.Share;

namespace Levada.Coordination.Tests.Share;

public sealed class SharePartitionModelTests
{
    private static readonly Gen<(int Action, int Member, int A, int B)[]> Steps =
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, 3], Gen.Int[0, 60], Gen.Int[0, 30]).Array[0, 150];

    private static readonly Gen<(int Hole, int Count, bool IsVisible)[]> Logs =
        Gen.Select(Gen.Int[0, 6], Gen.Int[1, 9], Gen.Int[0, 5]).Select((hole, count, kind) => (Math.Max(0, hole - 3), count, kind > 0)).Array[1, 10];

    private static readonly Gen<ShareLimits> Limits = Gen.Select(Gen.Int[2, 6], Gen.Int[3, 25], Gen.Bool).Select((deliveries, locks, isDeadLettering) =>
        new ShareLimits { DeliveryCountMax = deliveries, RecordLocksMax = locks, LockDurationMs = 1000, IsDeadLettering = isDeadLettering });

    [Fact]
    public void Every_record_is_held_by_one_member_at_a_time_and_ends_acknowledged_or_as_a_dead_letter() =>
        Gen.Select(Logs, Limits, Steps).Sample(Run, iter: 1500);

    private static void Run((int Hole, int Count, bool IsVisible)[] shape, ShareLimits limits, (int Action, int Member, int A, int B)[] steps)
    {
        var scenario = new SharePartitionScenario(Log(shape), limits);
        foreach (var (action, member, a, b) in steps) Act(scenario, action, $"m{member}", a, b);
        scenario.Drain();
        for (var offset = 0L; offset < scenario.LogEnd; offset++)
        {
            if (!scenario.IsVisible(offset)) continue;
            var known = scenario.Naive.At(offset);
            Assert.True(known.State is RecordState.Acknowledged or RecordState.Archived, $"{offset} ended {known.State}");
            if (limits.IsDeadLettering && known.State == RecordState.Archived) Assert.Contains(offset, scenario.DeadLetters);
        }
    }

    private static void Act(SharePartitionScenario scenario, int action, string member, int a, int b)
    {
        switch (action)
        {
            case < 30: scenario.Acquire(member, 1 + b, 1 + a % 5, 1 + a % 4, (AcquireMode)(a % 2)); break;
            case < 45: AcknowledgeHeld(scenario, member, a, b); break;
            case < 52: scenario.Acknowledge(member, a, a + b % 5, [AcknowledgeType.Accept]); break;
            case < 56: scenario.Leave(member); break;
            case < 70: scenario.Wait(a * 20); break;
            case < 90: scenario.EndWrite(isDurable: b > 3); break;
            case < 93: scenario.TakeDeadLetters(); break;
            case < 96: scenario.EndDeadLetters(); break;
            default: scenario.Crash(a % 4); break;
        }
    }

    /// <summary>Acknowledges a run of what the member holds, each record in its own way.</summary>
    private static void AcknowledgeHeld(SharePartitionScenario scenario, string member, int a, int b)
    {
        var held = scenario.Naive.HeldBy(member).Where(one => !one.State.IsPending).Select(one => one.Offset).ToArray();
        if (held.Length == 0) return;
        var first = held[a % held.Length];
        var last = first;
        while (last - first < b && held.Contains(last + 1)) last++;
        var isOneType = a % 2 == 0;
        scenario.Acknowledge(
            member, first, last,
            [.. Enumerable.Range(0, isOneType ? 1 : (int)(last - first + 1)).Select(i => (AcknowledgeType)(1 + (a + i * b) % 4))]);
    }

    private static List<(OffsetRange Range, bool IsVisible)> Log((int Hole, int Count, bool IsVisible)[] shape)
    {
        var log = new List<(OffsetRange, bool)>();
        var next = 0L;
        foreach (var (hole, count, isVisible) in shape)
        {
            log.Add((new OffsetRange(next + hole, next + hole + count - 1), isVisible));
            next += hole + count;
        }

        return log;
    }
}
