using Levada.History.Events;

namespace Levada.History.Tests;

public sealed class GroupRuleTests
{
    [Fact]
    public void A_committed_offset_that_goes_back_is_found() => Assert.Equal(["committed-offset-lost"], new Told().Commits(7).IsCommitted(6).Findings());

    [Fact]
    public void A_commit_without_an_answer_binds_nobody() => Assert.Empty(new Told().Commits(7, Outcome.Unknown).IsCommitted(-1).Findings());

    [Fact]
    public void A_record_that_no_member_got_is_found() => Assert.Equal(
        ["group-missed-record"], new Told().GroupPolls((1, "b")).Stands(Told.Topic, (0, "a"), (1, "b")).Findings());

    [Fact]
    public void An_exact_copy_is_no_finding() => Assert.Empty(
        new Told().Copies("t", "u").Stands("t", (0, "a"), (1, "b")).Stands("u", (0, "a"), (3, "b")).Findings());

    [Theory]
    [InlineData("copy-misses-record", "a")]
    [InlineData("copy-invents-record", "a", "b", "c")]
    [InlineData("copy-has-duplicate", "a", "b", "a")]
    [InlineData("copy-out-of-order", "b", "a")]
    public void A_copy_that_is_not_exact_is_found(string rule, params string[] copied) => Assert.Contains(
        rule,
        new Told().Copies("t", "u").Stands("t", (0, "a"), (1, "b"))
            .Stands("u", [.. copied.Select((value, index) => ((long)index, value))]).Findings());

    [Fact]
    public void A_shared_record_that_is_accepted_is_no_finding() => Assert.Empty(
        new Told().Delivers("m", 0, "a").Acknowledges("m", 0, AcknowledgeType.Release).Delivers("n", 0, "a", 2)
            .Acknowledges("n", 0, AcknowledgeType.Accept).Stands(Told.Topic, (0, "a")).Findings());

    [Theory]
    [InlineData(AcknowledgeType.Accept)]
    [InlineData(AcknowledgeType.Reject)]
    public void Delivery_after_the_end_is_found(AcknowledgeType type) => Assert.Equal(
        ["share-delivered-after-end"], new Told().Delivers("m", 0, "a").Acknowledges("m", 0, type).Delivers("n", 0, "a", 2).Findings());

    [Fact]
    public void A_shared_record_that_nobody_ends_is_found() => Assert.Equal(["share-left-open"], new Told().Delivers("m", 0, "a").Findings());

    [Fact]
    public void A_shared_record_that_nobody_gets_is_found() => Assert.Equal(
        ["share-never-delivered"],
        new Told().Delivers("m", 0, "a").Acknowledges("m", 0, AcknowledgeType.Accept).Stands(Told.Topic, (0, "a"), (1, "b")).Findings());

    [Fact]
    public void Delivery_beyond_the_limit_is_found() => Assert.Equal(["share-delivered-too-often"], new Told().Delivers("m", 0, "a", 4).Findings());

    [Fact]
    public void A_record_held_by_two_members_is_found() => Assert.Equal(
        ["share-held-by-two"],
        new Told().Delivers("m", 0, "a").Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_lock_that_has_run_out_holds_nothing() => Assert.Empty(
        new Told().Delivers("m", 0, "a").Waits(2_000).Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());

    [Fact]
    public void A_fault_ends_what_was_held() => Assert.Empty(
        new Told().Delivers("m", 0, "a").IsKilled().Delivers("n", 0, "a", 2).Acknowledges("n", 0, AcknowledgeType.Accept).Findings());
}
