using Levada.Coordination.Share;
using Levada.Protocol;

namespace Levada.Coordination.Tests.Share;

public sealed class SharePartitionTests
{
    private static readonly ShareLimits Limits = new() { DeliveryCountMax = 5, RecordLocksMax = 100, LockDurationMs = 1000 };

    [Fact]
    public void Whole_batches_are_acquired_unless_the_limit_is_strict()
    {
        var optimized = New();
        Assert.Equal([new AcquiredRange(0, 19, 1)], optimized.Acquire(Request("a", 0, 15), 0));
        var strict = New();
        Assert.Equal([new AcquiredRange(0, 14, 1)], strict.Acquire(Request("a", 0, 15, AcquireMode.RecordLimit), 0));
        Assert.Equal(15, strict.NextFetchOffset);
    }

    [Fact]
    public void A_new_range_begins_at_a_batch_once_the_last_has_enough_records() =>
        Assert.Equal(
            [new AcquiredRange(0, 19, 1), new AcquiredRange(20, 39, 1)], New().Acquire(Request("a", 0, 40) with { BatchSize = 15 }, 0));

    [Fact]
    public void A_record_near_its_last_delivery_comes_alone()
    {
        var partition = New();
        var deliveries = new List<long>();
        for (var now = 0; now < 5000 && partition.NextFetchOffset < 10; now += 1000)
        {
            deliveries.Add(partition.Acquire(Request("a", partition.NextFetchOffset!.Value, 10) with { EndOffset = 10 }, now).Sum(range => range.Last - range.First + 1));
            partition.Complete(partition.ExpireLocks(now + 1000)!, ErrorCode.None);
        }

        Assert.Equal([10, 10, 10, 5, 1], deliveries);
    }

    [Theory]
    [InlineData(0, 15, 8)]
    [InlineData(12, 15, 8)]
    [InlineData(17, 17, 8)]
    [InlineData(22, 25, 5)]
    [InlineData(27, 27, 3)]
    [InlineData(40, 40, 0)]
    public void Progress_is_told_from_what_is_persisted_and_left_in_the_log(long logStartOffset, long startOffset, long lag)
    {
        // Two of 15 to 29 hold no record: they are counted, but no batch names them.
        StateBatch[] batches = [new(10, 14, RecordState.Acknowledged, 1), new(20, 24, RecordState.Archived, 5)];
        var state = new PersistedShareState(0, 0, 0, 10, 5 + 5 + 2, 0, 0, batches, 0);
        var progress = ShareProgress.Of(state, logStartOffset);
        Assert.Equal((startOffset, lag), (progress.StartOffset, progress.LagTo(30)));
    }

    [Fact]
    public void Who_acknowledges_twice_because_the_answer_was_lost_is_told_that_all_is_well()
    {
        var partition = New();
        partition.Acquire(Request("a", 0, 10), 0);
        Accept(partition, "a", 0, 9);
        Assert.Equal(10, partition.StartOffset);
        Assert.Equal(ErrorCode.None, partition.Acknowledge("a", [new AcknowledgementBatch(0, 9, [AcknowledgeType.Accept])], 0, out var again));
        Assert.Null(again);
    }

    [Fact]
    public void Nothing_of_a_refused_acknowledgement_counts()
    {
        var partition = New();
        partition.Acquire(Request("a", 0, 10), 0);
        AcknowledgementBatch[] batches = [new(0, 4, [AcknowledgeType.Accept]), new(5, 12, [AcknowledgeType.Accept])];
        Assert.Equal(ErrorCode.InvalidRequest, partition.Acknowledge("a", batches, 0, out _));
        Assert.Equal(ErrorCode.InvalidRecordState, partition.Acknowledge("b", [new AcknowledgementBatch(0, 4, [AcknowledgeType.Accept])], 0, out _));
        Assert.Equal([new StateBatch(0, 9, RecordState.Acquired, 1)], partition.States);
        Accept(partition, "a", 0, 9);
    }

    [Fact]
    public void Records_that_left_the_log_leave_the_window_whoever_holds_them()
    {
        var partition = New();
        partition.Acquire(Request("a", 0, 20), 0);
        partition.AdvanceLogStart(15);
        Assert.Equal(15, partition.StartOffset);
        Accept(partition, "a", 10, 19);
        partition.AdvanceLogStart(50);
        Assert.Equal((50, 50, 50), (partition.StartOffset, partition.EndOffset, partition.NextFetchOffset));
    }

    [Fact]
    public void A_renewed_lock_holds_its_full_duration_again()
    {
        var partition = New();
        partition.Acquire(Request("a", 0, 10), 0);
        Assert.Equal(ErrorCode.None, partition.Acknowledge("a", [new AcknowledgementBatch(0, 9, [AcknowledgeType.Renew])], 900, out var transition));
        Assert.Null(transition);
        Assert.Null(partition.ExpireLocks(1899));
        Assert.NotNull(partition.ExpireLocks(1900));
    }

    [Fact]
    public void A_full_window_still_delivers_again_what_came_back()
    {
        var partition = new SharePartition(Limits with { RecordLocksMax = 10 }, 0, []);
        partition.Acquire(Request("a", 0, 10), 0);
        Assert.Null(partition.NextFetchOffset);
        partition.Complete(partition.Release("a", 0)!, ErrorCode.None);
        Assert.Equal([new AcquiredRange(0, 9, 2)], partition.Acquire(Request("b", partition.NextFetchOffset!.Value, 20), 0));
    }

    [Theory]
    [InlineData(false, 1, DeadLetterReason.Rejected)]
    [InlineData(true, 5, DeadLetterReason.DeliveriesUsedUp)]
    public void After_a_restart_dead_letters_are_taken_up_again_with_the_reason_that_the_count_tells(
        bool isUsedUp, short deliveryCount, DeadLetterReason reason)
    {
        Assert.Equal(isUsedUp, deliveryCount >= Limits.DeliveryCountMax);
        var partition = new SharePartition(Limits, 0, [new StateBatch(0, 3, RecordState.Archiving, deliveryCount)]);
        var taken = partition.TakeDeadLetters();
        Assert.Equal([new DeadLetterRange(0, 3, deliveryCount, reason)], taken);
        Assert.Empty(partition.TakeDeadLetters());
        Assert.Equal(0, partition.StartOffset);
        partition.Complete(partition.FinishDeadLetters(taken)!, ErrorCode.None);
        Assert.Equal(4, partition.StartOffset);
    }

    [Fact]
    public void Records_beyond_a_lowered_limit_go_to_the_dead_letters()
    {
        var partition = new SharePartition(Limits with { DeliveryCountMax = 2, IsDeadLettering = true }, 0, [new StateBatch(0, 3, RecordState.Available, 4)]);
        Assert.Empty(partition.Acquire(Request("a", 0, 10) with { EndOffset = 4, Batches = [new OffsetRange(0, 3)] }, 0));
        Assert.Equal([new DeadLetterRange(0, 3, 4, DeadLetterReason.LimitLowered)], partition.TakeDeadLetters());
    }

    [Fact]
    public void A_record_that_was_never_there_is_no_dead_letter()
    {
        var partition = new SharePartition(Limits with { IsDeadLettering = true }, 0, []);
        partition.Acquire(Request("a", 0, 10), 0);
        Assert.Equal(ErrorCode.None, partition.Acknowledge("a", [new AcknowledgementBatch(0, 9, [AcknowledgeType.Gap])], 0, out var transition));
        partition.Complete(transition!, ErrorCode.None);
        Assert.Empty(partition.TakeDeadLetters());
        Assert.Equal(10, partition.StartOffset);
    }

    [Fact]
    public void The_end_of_a_session_takes_nothing_from_a_member_that_has_come_back_in_a_later_one()
    {
        var partition = New();
        partition.Acquire(Request("a", 0, 10) with { SessionNumber = 1 }, 0);
        partition.Acquire(Request("a", 10, 10) with { SessionNumber = 2 }, 0);
        partition.Complete(partition.Release("a", 1)!, ErrorCode.None);
        Assert.Equal([new AcquiredRange(0, 9, 2)], partition.Acquire(Request("b", 0, 10), 0));
        Accept(partition, "a", 10, 19);
    }

    [Fact]
    public void The_end_of_a_session_takes_back_what_the_member_still_held_from_earlier_ones()
    {
        var partition = New();
        partition.Acquire(Request("a", 0, 10) with { SessionNumber = 1 }, 0);
        partition.Complete(partition.Release("a", 2)!, ErrorCode.None);
        Assert.Equal([new AcquiredRange(0, 9, 2)], partition.Acquire(Request("b", 0, 10), 0));
    }

    private static SharePartition New() => new(Limits, 0, []);

    private static void Accept(SharePartition partition, string member, long first, long last)
    {
        Assert.Equal(ErrorCode.None, partition.Acknowledge(member, [new AcknowledgementBatch(first, last, [AcknowledgeType.Accept])], 0, out var transition));
        partition.Complete(transition!, ErrorCode.None);
    }

    /// <summary>A log of batches of ten records each.</summary>
    private static AcquireRequest Request(string member, long fetchOffset, int recordCountMax, AcquireMode mode = AcquireMode.BatchOptimized)
    {
        var batches = Enumerable.Range((int)fetchOffset / 10, 4).Select(i => new OffsetRange(i * 10, i * 10 + 9)).ToArray();
        return new AcquireRequest(member, fetchOffset, batches, batches[^1].Last + 1, recordCountMax, 1000, mode);
    }
}
