using Levada.Protocol;

namespace Levada.Log.Tests;

public sealed class VerificationTests
{
    private static readonly AppendContext Required = Batches.FromClient with { IsVerificationRequired = true };
    private readonly LogUnderTest _test = new();

    [Fact]
    public void A_transaction_that_nobody_confirmed_is_not_begun()
    {
        using var log = _test.Open();
        Assert.Equal(ErrorCode.InvalidTxnState, log.Append(Batches.Transactional(1, 0, 0), Required).Error);
        var guard = Begin(log, epoch: 0, sequence: 0);
        Assert.Equal(ErrorCode.InvalidTxnState, log.Append(Batches.Transactional(1, 0, 0), Required with { VerificationGuard = guard + 1 }).Error);
        Assert.Equal(0, log.LogEndOffset);
        Assert.Equal(ErrorCode.None, log.Append(Batches.Transactional(1, 0, 0), Required with { VerificationGuard = guard }).Error);
    }

    [Fact]
    public void An_open_transaction_needs_no_confirmation_again()
    {
        using var log = _test.Open();
        log.Append(Batches.Transactional(1, 0, 0), Required with { VerificationGuard = Begin(log, epoch: 0, sequence: 0) });
        Assert.False(log.BeginVerification(1, new(0), 1, false, Batches.NowMs).IsNeeded);
        Assert.Equal(ErrorCode.None, log.Append(Batches.Transactional(1, 0, 1), Required).Error);
    }

    [Fact]
    public void A_confirmation_that_comes_after_the_end_opens_nothing()
    {
        using var log = _test.Open();
        var stale = Begin(log, epoch: 0, sequence: 0);
        log.Append(Batches.Marker(1, 0, isCommit: false), Batches.FromCoordinator);
        Assert.Equal(ErrorCode.InvalidTxnState, log.Append(Batches.Transactional(1, 0, 0), Required with { VerificationGuard = stale }).Error);
        Assert.NotEqual(stale, Begin(log, epoch: 0, sequence: 0));
        Assert.Equal(ErrorCode.InvalidTxnState, log.Append(Batches.Transactional(1, 0, 0), Required with { VerificationGuard = stale }).Error);
    }

    [Fact]
    public void In_version_2_the_marker_of_the_transaction_before_leaves_the_next_ones_verification_alone()
    {
        using var log = _test.Open();
        var guard = log.BeginVerification(1, new(4), 0, isVersion2: true, Batches.NowMs).Guard;
        log.Append(Batches.Marker(1, 4, isCommit: true), Batches.FromCoordinator with { IsTransactionVersion2 = true });
        Assert.Equal(
            ErrorCode.None,
            log.Append(Batches.Transactional(1, 4, 0), Required with { IsTransactionVersion2 = true, VerificationGuard = guard }).Error);
    }

    [Fact]
    public void A_later_batch_does_not_overtake_one_that_is_being_verified()
    {
        using var log = _test.Open();
        var guard = Begin(log, epoch: 0, sequence: 0);
        Begin(log, epoch: 0, sequence: 5);
        var context = Required with { VerificationGuard = guard };
        Assert.Equal(ErrorCode.OutOfOrderSequenceNumber, log.Append(Batches.Transactional(1, 0, 5), context).Error);
        Assert.Equal(ErrorCode.None, log.Append(Batches.Transactional(1, 0, 0), context).Error);
    }

    [Fact]
    public void A_fenced_epoch_is_told_so_and_not_verified()
    {
        using var log = _test.Open();
        log.Append(Batches.Marker(1, 3, isCommit: false), Batches.FromCoordinator);
        Assert.Equal(ErrorCode.InvalidProducerEpoch, log.BeginVerification(1, new(2), 0, false, Batches.NowMs).Error);
        Assert.Equal(ErrorCode.InvalidProducerEpoch, log.Append(Batches.Transactional(1, 2, 0), Required).Error);
    }

    [Fact]
    public void A_guard_is_of_its_epoch_alone()
    {
        using var log = _test.Open();
        var old = Begin(log, epoch: 2, sequence: 0);
        Begin(log, epoch: 3, sequence: 0);
        Assert.Equal(ErrorCode.InvalidTxnState, log.Append(Batches.Transactional(1, 2, 0), Required with { VerificationGuard = old }).Error);
        Assert.Equal(ErrorCode.InvalidProducerEpoch, log.BeginVerification(1, new(2), 0, false, Batches.NowMs).Error);
    }

    [Fact]
    public void A_refused_verification_is_forgotten()
    {
        using var log = _test.Open();
        var guard = Begin(log, epoch: 0, sequence: 0);
        log.EndVerification(1, guard);
        Assert.Equal(ErrorCode.InvalidTxnState, log.Append(Batches.Transactional(1, 0, 0), Required with { VerificationGuard = guard }).Error);
    }

    private static long Begin(PartitionLog log, short epoch, int sequence)
    {
        var start = log.BeginVerification(1, new(epoch), sequence, isVersion2: false, Batches.NowMs);
        Assert.Equal(ErrorCode.None, start.Error);
        Assert.True(start.IsNeeded);
        return start.Guard;
    }
}
