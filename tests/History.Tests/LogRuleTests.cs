using Levada.History.Events;

namespace Levada.History.Tests;

public sealed class LogRuleTests
{
    [Fact]
    public void A_history_without_fault_has_no_finding()
    {
        var path = Path.GetTempFileName();
        var told = new Told()
            .Sends("a", 0).Sends("b", 1, "x").Ends("x", isCommit: true).Sends("lost", -1, outcome: Outcome.Unknown)
            .Polls(Isolation.Committed, 1, (0, "a")).Polls(Isolation.Committed, 1, (1, "b"))
            .GroupPolls((0, "a"), (1, "b")).Commits(2).IsCommitted(2)
            .Bounds(0, 1, 2).Bounds(0, 2, 2)
            .Stands(Told.Topic, (0, "a"), (1, "b"));
        Assert.Empty(told.Findings());
        Assert.Empty(told.Reread(path).Findings());
        File.Delete(path);
    }

    [Fact]
    public void An_offset_with_two_values_is_found() =>
        Assert.Contains("offset-has-two-values", new Told().Sends("a", 0).Polls(Isolation.Uncommitted, 1, (0, "b")).Findings());

    [Fact]
    public void A_value_that_stands_twice_is_found() =>
        Assert.Equal(["value-written-twice"], new Told().Sends("a", 0).Stands(Told.Topic, (0, "a"), (1, "a")).Findings());

    [Fact]
    public void A_lost_record_is_found() =>
        Assert.Equal(["acknowledged-record-lost"], new Told().Sends("a", 0).Sends("b", 1).Stands(Told.Topic, (0, "a")).Findings());

    [Fact]
    public void A_lost_record_of_a_committed_transaction_is_found() => Assert.Contains(
        "acknowledged-record-lost", new Told().Sends("a", 0, "x").Ends("x", isCommit: true).Stands(Told.Topic).Findings());

    [Fact]
    public void A_record_of_a_transaction_that_nobody_knows_the_end_of_may_be_missing() => Assert.Empty(
        new Told().Sends("a", 0, "x").Ends("x", isCommit: true, Outcome.Unknown).Stands(Told.Topic).Findings());

    [Fact]
    public void Reading_an_aborted_record_is_found() => Assert.Equal(
        ["aborted-record-read"], new Told().Sends("a", 0, "x").Ends("x", isCommit: false).Polls(Isolation.Committed, 1, (0, "a")).Findings());

    [Fact]
    public void A_reader_of_uncommitted_records_may_read_an_aborted_one() => Assert.Empty(
        new Told().Sends("a", 0, "x").Ends("x", isCommit: false).Polls(Isolation.Uncommitted, 1, (0, "a")).Findings());

    [Fact]
    public void An_aborted_record_that_stands_as_committed_is_found() => Assert.Contains(
        "aborted-record-read", new Told().Sends("a", 0, "x").Ends("x", isCommit: false).Stands(Told.Topic, (0, "a")).Findings());

    [Fact]
    public void Reading_a_record_before_its_commit_is_asked_for_is_found() => Assert.Equal(
        ["undecided-record-read"], new Told().Sends("a", 0, "x").Polls(Isolation.Committed, 1, (0, "a")).Ends("x", isCommit: true).Findings());

    [Fact]
    public void A_reader_of_uncommitted_records_need_not_wait_for_the_commit() => Assert.Empty(
        new Told().Sends("a", 0, "x").Polls(Isolation.Uncommitted, 1, (0, "a")).Ends("x", isCommit: true).Findings());

    [Fact]
    public void A_record_that_was_read_and_is_gone_is_found() => Assert.Equal(
        ["read-record-lost"], new Told().Polls(Isolation.Uncommitted, 1, (0, "a"), (1, "b")).Stands(Told.Topic, (0, "a")).Findings());

    [Fact]
    public void A_record_that_only_readers_of_uncommitted_ones_may_see_is_no_loss() => Assert.Empty(
        new Told().Polls(Isolation.Uncommitted, 1, (0, "a")).Stands(Told.Topic, Isolation.Uncommitted, (0, "a")).Stands(Told.Topic, Isolation.Committed).Findings());

    [Fact]
    public void Half_a_transaction_is_found() => Assert.Equal(
        ["transaction-torn"],
        new Told().Sends("a", 0, "x").Sends("b", 1, "x").Ends("x", isCommit: true, Outcome.Unknown).Stands(Told.Topic, (1, "b")).Findings());

    [Fact]
    public void A_reader_that_goes_back_is_found() => Assert.Equal(
        ["reader-went-back"], new Told().Polls(Isolation.Uncommitted, 1, (5, "b")).Polls(Isolation.Uncommitted, 1, (4, "a")).Findings());

    [Fact]
    public void A_reader_may_go_back_with_a_new_assignment() => Assert.Empty(
        new Told().Polls(Isolation.Uncommitted, 1, (5, "b")).Polls(Isolation.Uncommitted, 2, (4, "a")).Findings());

    [Fact]
    public void A_reader_that_leaves_a_standing_record_out_is_found() => Assert.Equal(
        ["reader-skipped"], new Told().Polls(Isolation.Committed, 1, (0, "a"), (2, "c")).Stands(Told.Topic, (0, "a"), (1, "b"), (2, "c")).Findings());

    [Fact]
    public void A_hole_where_a_marker_is_is_no_finding() => Assert.Empty(
        new Told().Polls(Isolation.Committed, 1, (0, "a"), (2, "c")).Stands(Told.Topic, (0, "a"), (2, "c")).Findings());

    [Fact]
    public void Sends_out_of_order_are_found() =>
        Assert.Contains("send-out-of-order", new Told().Sends("a", 1).Sends("b", 0).Stands(Told.Topic, (0, "b"), (1, "a")).Findings());

    [Theory]
    [InlineData(1, 5, 6)]
    [InlineData(2, 4, 6)]
    [InlineData(2, 5, 5)]
    public void Bounds_that_fall_are_found(long logStart, long lastStable, long highWatermark) =>
        Assert.Equal(["bounds-fell"], new Told().Bounds(2, 5, 6).Bounds(logStart, lastStable, highWatermark).Findings());

    [Fact]
    public void A_last_stable_offset_above_the_high_watermark_is_found() =>
        Assert.Equal(["bounds-out-of-order"], new Told().Bounds(0, 7, 6).Findings());
}
