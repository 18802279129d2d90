using Levada.History.Events;

namespace Levada.History.Tests;

public sealed class GroupRuleTests
{
    [Fact]
    public void A_committed_offset_that_goes_back_is_found() => Assert.Equal(["committed-offset-lost"], new Told().Commits(7).IsCommitted(6).Findings());

    [Fact]
    public void A_commit_without_an_answer_binds_nobody() => Assert.Empty(new Told().Commits(7, Outcome.Unknown).IsCommitted(-1).Findings());

    [Fact]
    public void A_commit_that_comes_after_the_question_is_no_finding() => Assert.Empty(new Told().Commits(5).IsCommitted(5).Commits(7).IsCommitted(7).Findings());

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
}
