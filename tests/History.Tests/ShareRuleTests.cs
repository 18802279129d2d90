using Levada.History.Events;

namespace Levada.History.Tests;

public sealed class ShareRuleTests
{
    [Fact]
    public void A_shared_record_that_is_accepted_is_no_finding()
    {
        var path = Path.GetTempFileName();
        var told = Delivered().Acknowledges("m", 0, AcknowledgeType.Release).Delivers("n", 0, "a", 2)
            .Acknowledges("n", 0, AcknowledgeType.Accept).Leaves("n").Stands(Told.Topic, (0, "a"));
        Assert.Empty(told.Findings());
        Assert.Empty(told.Reread(path).Findings());
        File.Delete(path);
    }

    [Theory]
    [InlineData(AcknowledgeType.Accept)]
    [InlineData(AcknowledgeType.Reject)]
    public void Delivery_after_the_end_is_found(AcknowledgeType type) => Assert.Equal(
        ["share-delivered-after-end"], Delivered().Acknowledges("m", 0, type).Delivers("n", 0, "a", 2).Findings());

    [Fact]
    public void Delivery_after_the_end_is_found_behind_a_kill_too() => Assert.Equal(
        ["share-delivered-after-end"], Delivered().Acknowledges("m", 0, AcknowledgeType.Accept).IsKilled().Delivers("n", 0, "a").Findings());

    [Fact]
    public void An_end_without_an_answer_binds_nobody() => Assert.Empty(
        Delivered().Acknowledges("m", 0, AcknowledgeType.Accept, Outcome.Unknown).IsKilled().Delivers("n", 0, "a")
            .Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_shared_record_that_nobody_ends_is_found() => Assert.Equal(["share-left-open"], Delivered().Findings());

    [Fact]
    public void A_shared_record_whose_end_was_refused_is_left_open() => Assert.Equal(
        ["share-left-open"], Delivered().Acknowledges("m", 0, AcknowledgeType.Accept, Outcome.Failed).Findings());

    [Fact]
    public void A_shared_record_that_was_released_at_last_is_left_open() => Assert.Equal(
        ["share-left-open"], Delivered().Acknowledges("m", 0, AcknowledgeType.Release, Outcome.Unknown).Findings());

    [Fact]
    public void A_shared_record_whose_last_end_may_have_been_done_is_no_finding() => Assert.Empty(
        Delivered().Acknowledges("m", 0, AcknowledgeType.Reject, Outcome.Unknown).Findings());

    [Fact]
    public void A_shared_record_that_came_again_after_an_unknown_end_was_not_ended_by_it() => Assert.Equal(
        ["share-left-open"], Delivered().Acknowledges("m", 0, AcknowledgeType.Accept, Outcome.Unknown).IsKilled().Delivers("n", 0, "a").Findings());

    [Fact]
    public void A_shared_record_that_was_delivered_as_often_as_it_may_be_is_given_up() => Assert.Empty(
        Delivered().Acknowledges("m", 0, AcknowledgeType.Release).Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Release).Delivers("m", 0, "a", 3).Findings());

    [Fact]
    public void Deliveries_that_nobody_saw_count() => Assert.Empty(
        Delivered().Acknowledges("m", 0, AcknowledgeType.Release).Delivers("m", 0, "a", 2).Acknowledges("m", 0, AcknowledgeType.Release)
            .Leaves("n", isAnswerLost: true).Findings());

    [Fact]
    public void Deliveries_of_a_killed_broker_that_nobody_saw_do_not_count() => Assert.Equal(
        ["share-left-open"],
        Delivered().Acknowledges("m", 0, AcknowledgeType.Release).Delivers("m", 0, "a", 2).Acknowledges("m", 0, AcknowledgeType.Release)
            .LosesAnswerByKill("n").Findings());

    [Fact]
    public void A_shared_record_that_nobody_gets_is_found() => Assert.Equal(
        ["share-never-delivered"],
        Delivered().Acknowledges("m", 0, AcknowledgeType.Accept).Stands(Told.Topic, (0, "a"), (1, "b")).Findings());

    [Fact]
    public void A_group_that_got_nothing_at_all_is_found() => Assert.Equal(
        ["share-never-delivered"], new Told().Shares().Stands(Told.Topic, (0, "a")).Findings());

    [Fact]
    public void A_group_of_committed_records_need_not_get_the_others() => Assert.Empty(
        new Told().Shares(Isolation.Committed).Stands(Told.Topic, Isolation.Uncommitted, (0, "a")).Findings());

    [Fact]
    public void A_group_of_uncommitted_records_has_to_get_aborted_ones() => Assert.Equal(
        ["share-never-delivered"], new Told().Shares().Stands(Told.Topic, Isolation.Uncommitted, (0, "a")).Findings());

    [Fact]
    public void An_aborted_record_in_a_group_of_committed_ones_is_found() => Assert.Contains(
        "aborted-record-read",
        new Told().Shares(Isolation.Committed).Sends("a", 0, "x").Ends("x", isCommit: false).Delivers("m", 0, "a")
            .Acknowledges("m", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void An_undecided_record_in_a_group_of_committed_ones_is_found() => Assert.Equal(
        ["undecided-record-read"],
        new Told().Shares(Isolation.Committed).Sends("a", 0, "x").Delivers("m", 0, "a").Ends("x", isCommit: true)
            .Acknowledges("m", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void Delivery_beyond_the_limit_is_found() => Assert.Equal(
        ["share-delivered-too-often"], new Told().Shares().Delivers("m", 0, "a", 4).Findings());

    [Fact]
    public void A_delivery_that_is_not_counted_is_found() => Assert.Equal(
        ["share-count-stood-still"],
        Delivered().Waits(Told.LockUs).Delivers("n", 0, "a", 1).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_kill_may_have_deliveries_forgotten_that_were_not_acknowledged() => Assert.Empty(
        Delivered().IsKilled().Delivers("n", 0, "a", 1).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_delivery_that_was_released_and_forgotten_is_found() => Assert.Equal(
        ["share-count-forgotten"],
        Delivered().Acknowledges("m", 0, AcknowledgeType.Release).IsKilled().Delivers("n", 0, "a", 1).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_record_held_by_two_members_is_found() => Assert.Equal(
        ["share-held-by-two"], Delivered().Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_record_that_its_holder_gets_once_more_is_found() => Assert.Equal(
        ["share-held-by-two"], Delivered().Delivers("m", 0, "a", 2).Acknowledges("m", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_refused_word_ends_nothing() => Assert.Equal(
        ["share-held-by-two"],
        Delivered().Acknowledges("m", 0, AcknowledgeType.Release, Outcome.Failed).Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_lock_that_has_run_out_holds_nothing() => Assert.Empty(
        Delivered().Waits(Told.LockUs).Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_lock_that_the_brokers_clock_ends_within_its_last_millisecond_holds_nothing() => Assert.Empty(
        Delivered().Waits(Told.LockUs - 900).Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_lock_that_was_renewed_holds_on() => Assert.Equal(
        ["share-held-by-two"],
        Delivered().Waits(Told.LockUs / 2).Acknowledges("m", 0, AcknowledgeType.Renew).Waits(Told.LockUs / 2)
            .Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_renewed_lock_runs_out_too() => Assert.Empty(
        Delivered().Waits(Told.LockUs / 2).Acknowledges("m", 0, AcknowledgeType.Renew).Waits(Told.LockUs)
            .Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_fault_ends_what_was_held() => Assert.Empty(
        Delivered().IsKilled().Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_member_that_leaves_holds_nothing() => Assert.Empty(
        Delivered().Leaves("m").Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void The_word_of_a_member_that_lost_its_lock_to_another_must_not_count() => Assert.Equal(
        ["share-ended-by-stranger"],
        Delivered().Waits(Told.LockUs).Delivers("n", 0, "a", 2).Acknowledges("m", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void The_word_of_a_member_that_lost_its_lock_may_be_taken_when_the_record_is_done_with() => Assert.Empty(
        Delivered().Waits(Told.LockUs).Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Accept).Acknowledges("m", 0, AcknowledgeType.Accept).Findings());

    private static Told Delivered() => new Told().Shares().Delivers("m", 0, "a");
}
