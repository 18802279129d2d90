using Levada.Protocol;

namespace Levada.Replication.Tests;

public sealed class FetchSessionTests
{
    private static readonly FetchPosition FromStart = new(0, 1 << 20, LeaderEpoch.None, LeaderEpoch.None);
    private int _lastRandom;

    [Fact]
    public void A_session_goes_on_with_the_next_epoch_only()
    {
        var cache = Cache(slots: 2);
        var session = cache.TryCreate(usesTopicIds: true, nowMs: 0)!;

        Assert.Equal(ErrorCode.None, cache.TryContinue(session.Id, 1, true, 0, out _));
        session.AdvanceEpoch();
        Assert.Equal(ErrorCode.InvalidFetchSessionEpoch, cache.TryContinue(session.Id, 1, true, 0, out _));
        Assert.Equal(ErrorCode.None, cache.TryContinue(session.Id, 2, true, 0, out _));
    }

    [Fact]
    public void An_unknown_session_is_told_so_and_never_made_up() =>
        Assert.Equal(ErrorCode.FetchSessionIdNotFound, Cache(slots: 2).TryContinue(77, 1, true, 0, out _));

    [Fact]
    public void Names_and_ids_do_not_mix_in_one_session()
    {
        var cache = Cache(slots: 2);
        var session = cache.TryCreate(usesTopicIds: true, nowMs: 0)!;
        Assert.Equal(ErrorCode.FetchSessionTopicIdError, cache.TryContinue(session.Id, 1, false, 0, out _));
    }

    [Fact]
    public void A_full_cache_gives_up_only_a_session_that_was_not_used_for_two_minutes()
    {
        var cache = Cache(slots: 1);
        var first = cache.TryCreate(usesTopicIds: true, nowMs: 0)!;

        Assert.Null(cache.TryCreate(usesTopicIds: true, nowMs: 120_000));
        Assert.NotNull(cache.TryCreate(usesTopicIds: true, nowMs: 120_001));
        Assert.Equal(ErrorCode.FetchSessionIdNotFound, cache.TryContinue(first.Id, 1, true, 120_001, out _));
    }

    [Fact]
    public void The_epoch_after_the_largest_is_one()
    {
        var session = new FetchSession(1, usesTopicIds: true);
        Assert.Equal(1, FetchSession.EpochAfter(int.MaxValue));
        Assert.Equal(1, session.NextEpoch);
    }

    [Fact]
    public void An_incremental_answer_carries_a_partition_only_when_something_about_it_is_news()
    {
        var partition = new FetchSession(1, true).Set(new FetchSessionKey("", Uuid.MetadataTopic, 0), FromStart, -1);

        Assert.True(partition.MustAnswer(ErrorCode.None, 0, highWatermark: 5, logStartOffset: 0));
        partition.MarkAnswered(ErrorCode.None, 5, 0);
        Assert.False(partition.MustAnswer(ErrorCode.None, 0, 5, 0));
        Assert.True(partition.MustAnswer(ErrorCode.None, 0, 6, 0));
        Assert.True(partition.MustAnswer(ErrorCode.None, 0, 5, 1));
        Assert.True(partition.MustAnswer(ErrorCode.None, 100, 5, 0));
        Assert.True(partition.MustAnswer(ErrorCode.OffsetOutOfRange, 0, 5, 0));
    }

    [Fact]
    public void The_end_of_an_error_is_told_once()
    {
        var partition = new FetchSession(1, true).Set(new FetchSessionKey("", Uuid.MetadataTopic, 0), FromStart, -1);
        partition.MarkAnswered(ErrorCode.NotLeaderOrFollower, 5, 0);

        Assert.True(partition.MustAnswer(ErrorCode.None, 0, 5, 0));
        partition.MarkAnswered(ErrorCode.None, 5, 0);
        Assert.False(partition.MustAnswer(ErrorCode.None, 0, 5, 0));
    }

    [Fact]
    public void A_forgotten_partition_is_fetched_no_more()
    {
        var session = new FetchSession(1, usesTopicIds: false);
        var kept = new FetchSessionKey("kept", Uuid.Zero, 0);
        session.Set(kept, FromStart, -1);
        session.Set(new FetchSessionKey("gone", Uuid.Zero, 0), FromStart, -1);

        session.Forget(new FetchSessionKey("gone", Uuid.Zero, 0));

        Assert.Equal([kept], session.Partitions.Select(partition => partition.Key));
    }

    [Fact]
    public void A_partition_that_was_served_goes_to_the_end_of_the_line()
    {
        var session = new FetchSession(1, usesTopicIds: false);
        var first = session.Set(new FetchSessionKey("a", Uuid.Zero, 0), FromStart, -1);
        var second = session.Set(new FetchSessionKey("b", Uuid.Zero, 0), FromStart, -1);

        session.MoveToEnd(first);

        Assert.Equal([second, first], session.Partitions);
    }

    private FetchSessionCache Cache(int slots) => new(slots, () => ++_lastRandom);
}
