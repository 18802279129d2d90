using Levada.Protocol;

namespace Levada.Log.Tests;

public sealed class ProducerTests
{
    private readonly LogUnderTest _test = new();

    [Fact]
    public void A_duplicate_batch_gets_its_first_offset()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain("before"), Batches.FromClient);
        for (var sequence = 0; sequence < 10; sequence += 2) log.Append(Batches.Idempotent(1, 0, sequence, count: 2), Batches.FromClient);
        for (var sequence = 0; sequence < 10; sequence += 2)
        {
            var again = log.Append(Batches.Idempotent(1, 0, sequence, count: 2), Batches.FromClient);
            Assert.True(again.IsDuplicate);
            Assert.Equal((sequence + 1L, sequence + 2L, Batches.NowMs), (again.BaseOffset, again.LastOffset, again.LogAppendTimeMs));
        }

        Assert.Equal(11, log.LogEndOffset);
    }

    [Fact]
    public void The_sixth_batch_from_the_end_is_no_longer_known()
    {
        using var log = _test.Open();
        for (var sequence = 0; sequence < 6; sequence++) log.Append(Batches.Idempotent(1, 0, sequence), Batches.FromClient);
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, log.Append(Batches.Idempotent(1, 0, 0), Batches.FromClient).Error);
        Assert.True(log.Append(Batches.Idempotent(1, 0, 1), Batches.FromClient).IsDuplicate);
    }

    [Fact]
    public void A_gap_in_the_sequence_is_refused()
    {
        using var log = _test.Open();
        log.Append(Batches.Idempotent(1, 0, 0), Batches.FromClient);
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, log.Append(Batches.Idempotent(1, 0, 2), Batches.FromClient).Error);
        Assert.Equal(1, log.LogEndOffset);
    }

    [Fact]
    public void A_producer_without_state_may_begin_anywhere()
    {
        using var log = _test.Open();
        Assert.Equal(ErrorCode.None, log.Append(Batches.Idempotent(1, 0, 100), Batches.FromClient).Error);
    }

    [Fact]
    public void A_producer_of_transaction_version_2_without_state_begins_at_0()
    {
        using var log = _test.Open();
        var context = Batches.FromClient with { IsTransactionVersion2 = true };
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, log.Append(Batches.Transactional(1, 0, 3), context).Error);
        Assert.Equal(ErrorCode.None, log.Append(Batches.Transactional(1, 0, 0), context).Error);
    }

    [Fact]
    public void Sequences_wrap_to_0()
    {
        using var log = _test.Open();
        log.Append(Batches.Idempotent(1, 0, int.MaxValue - 1, count: 2), Batches.FromClient);
        Assert.Equal(ErrorCode.None, log.Append(Batches.Idempotent(1, 0, 0), Batches.FromClient).Error);
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, log.Append(Batches.Idempotent(1, 0, 2), Batches.FromClient).Error);
    }

    [Fact]
    public void A_batch_may_wrap_in_its_middle_and_be_repeated()
    {
        using var log = _test.Open();
        log.Append(Batches.Idempotent(1, 0, int.MaxValue - 1, count: 5), Batches.FromClient);
        Assert.True(log.Append(Batches.Idempotent(1, 0, int.MaxValue - 1, count: 5), Batches.FromClient).IsDuplicate);
        Assert.Equal(ErrorCode.None, log.Append(Batches.Idempotent(1, 0, 3), Batches.FromClient).Error);
    }

    [Fact]
    public void An_earlier_epoch_is_fenced_and_a_later_one_begins_at_0()
    {
        using var log = _test.Open();
        log.Append(Batches.Idempotent(1, 5, 0), Batches.FromClient);
        Assert.Equal(ErrorCode.InvalidProducerEpoch, log.Append(Batches.Idempotent(1, 4, 0), Batches.FromClient).Error);
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, log.Append(Batches.Idempotent(1, 6, 1), Batches.FromClient).Error);
        Assert.Equal(ErrorCode.None, log.Append(Batches.Idempotent(1, 6, 0), Batches.FromClient).Error);
        // What the former incarnation sent is not a duplicate of anything.
        Assert.Equal(ErrorCode.InvalidProducerEpoch, log.Append(Batches.Idempotent(1, 5, 0), Batches.FromClient).Error);
    }

    [Fact]
    public void Silent_producers_are_forgotten()
    {
        using var log = _test.Open();
        log.Append(Batches.Idempotent(1, 0, 0), Batches.FromClient);
        log.Append(Batches.Transactional(2, 0, 0), Batches.FromClient);
        log.RemoveExpiredProducers(Batches.NowMs + _test.Options.ProducerIdExpirationMs - 1);
        Assert.Equal(2, log.ActiveProducers().Count);
        log.RemoveExpiredProducers(Batches.NowMs + _test.Options.ProducerIdExpirationMs);
        // Who has a transaction open is not forgotten.
        Assert.Equal([2], log.ActiveProducers().Select(producer => producer.ProducerId));
    }

    [Fact]
    public void An_open_transaction_holds_back_the_last_stable_offset()
    {
        using var log = _test.Open();
        log.Append(Batches.Plain("a"), Batches.FromClient);
        log.Append(Batches.Transactional(1, 0, 0, count: 3), Batches.FromClient);
        log.Append(Batches.Plain("b"), Batches.FromClient);
        var stable = log.LastStablePosition(log.EndPosition);
        Assert.Equal(1, stable.Offset);
        Assert.Equal([(0, "a")], Batches.Records(log.Read(0, 10_000, false, stable).Range));
        log.Append(Batches.Marker(1, 0, isCommit: true), Batches.FromCoordinator);
        // The marker itself may still be lost: it counts when the high watermark has passed it.
        Assert.Equal(1, log.LastStablePosition(LogPosition.At(5)).Offset);
        Assert.Equal(6, log.LastStablePosition(log.EndPosition).Offset);
    }

    [Fact]
    public void Aborted_transactions_are_told_to_those_who_read_them()
    {
        using var log = _test.Open();
        log.Append(Batches.Transactional(1, 0, 0, count: 2), Batches.FromClient);
        log.Append(Batches.Transactional(2, 0, 0), Batches.FromClient);
        log.Append(Batches.Marker(1, 0, isCommit: false), Batches.FromCoordinator);
        log.Append(Batches.Marker(2, 0, isCommit: true), Batches.FromCoordinator);
        log.Append(Batches.Plain("after"), Batches.FromClient);
        AbortedTransaction expected = new(1, 0, 3, 2);
        Assert.Equal([expected], log.AbortedTransactions(0, 6));
        Assert.Equal([expected], log.AbortedTransactions(3, 6));
        Assert.Empty(log.AbortedTransactions(4, 6));
        var all = log.Read(0, 10_000, true, log.EndPosition);
        Assert.Equal([expected], log.AbortedTransactions(0, all));
    }

    [Fact]
    public void The_transaction_index_has_Kafkas_bytes_and_survives_a_crash()
    {
        using (var log = _test.Open())
        {
            log.Append(Batches.Transactional(1, 0, 0, count: 2), Batches.FromClient);
            log.Append(Batches.Marker(1, 0, isCommit: false), Batches.FromCoordinator);
        }

        const string Expected = "0000" + "0000000000000001" + "0000000000000000" + "0000000000000002" + "0000000000000003";
        var path = LogUnderTest.Directory + "/00000000000000000000.txnindex";
        Assert.Equal(Expected, Convert.ToHexString(_test.Disk[path]));
        _test.Disk[path] = [1, 2, 3];
        using var again = _test.Open();
        Assert.Equal(Expected, Convert.ToHexString(_test.Disk[path]));
        Assert.Equal([new AbortedTransaction(1, 0, 2, 3)], again.AbortedTransactions(0, 10));
    }

    [Fact]
    public void An_open_transaction_is_known_again_after_a_restart()
    {
        using (var log = _test.Open())
        {
            log.Append(Batches.Plain("a"), Batches.FromClient);
            log.Append(Batches.Transactional(1, 0, 0), Batches.FromClient);
            log.Close();
        }

        using var again = _test.Open(2, isClean: true);
        var stable = again.LastStablePosition(again.EndPosition);
        Assert.Equal(1, stable.Offset);
        Assert.True(stable.HasPlace);
        Assert.Equal(ErrorCode.InvalidTxnState, again.Append(Batches.Idempotent(1, 0, 1), Batches.FromClient).Error);
    }

    [Fact]
    public void Markers_of_former_coordinators_and_incarnations_are_refused()
    {
        using var log = _test.Open();
        log.Append(Batches.Transactional(1, 3, 0), Batches.FromClient);
        log.Append(Batches.Marker(1, 3, isCommit: true, coordinatorEpoch: 5), Batches.FromCoordinator);
        Assert.Equal(
            ErrorCode.TransactionCoordinatorFenced,
            log.Append(Batches.Marker(1, 3, isCommit: true, coordinatorEpoch: 4), Batches.FromCoordinator).Error);
        Assert.Equal(ErrorCode.InvalidProducerEpoch, log.Append(Batches.Marker(1, 2, isCommit: true, coordinatorEpoch: 5), Batches.FromCoordinator).Error);
    }

    [Fact]
    public void In_transaction_version_2_a_marker_of_the_running_epoch_is_refused()
    {
        using var log = _test.Open();
        var context = Batches.FromCoordinator with { IsTransactionVersion2 = true };
        log.Append(Batches.Transactional(1, 3, 0), Batches.FromClient with { IsTransactionVersion2 = true });
        Assert.Equal(ErrorCode.InvalidProducerEpoch, log.Append(Batches.Marker(1, 3, isCommit: true), context).Error);
        Assert.Equal(ErrorCode.None, log.Append(Batches.Marker(1, 4, isCommit: true), context).Error);
        Assert.Equal(ErrorCode.None, log.Append(Batches.Marker(1, 4, isCommit: true), context).Error);
    }
}
