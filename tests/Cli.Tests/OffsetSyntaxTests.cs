using Levada.Operations;
using Levada.Text;

namespace Levada.Cli.Tests;

public sealed class OffsetSyntaxTests
{
    private const long NowMs = 1_800_000_000_000;
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(NowMs);

    [Theory]
    [InlineData("beginning", OffsetKind.Beginning, 0)]
    [InlineData("earliest", OffsetKind.Beginning, 0)]
    [InlineData("end", OffsetKind.End, 0)]
    [InlineData("stored", OffsetKind.Stored, 0)]
    [InlineData("0", OffsetKind.Absolute, 0)]
    [InlineData("42", OffsetKind.Absolute, 42)]
    [InlineData("-10", OffsetKind.BeforeEnd, 10)]
    [InlineData("@1700000000000", OffsetKind.Time, 1_700_000_000_000)]
    [InlineData("2026-01-31T12:00:00Z", OffsetKind.Time, 1_769_860_800_000)]
    [InlineData("@2026-01-31T12:00:00+01:00", OffsetKind.Time, 1_769_857_200_000)]
    [InlineData("@-90s", OffsetKind.Time, NowMs - 90_000)]
    [InlineData("@-15m", OffsetKind.Time, NowMs - 900_000)]
    [InlineData("@-7d", OffsetKind.Time, NowMs - 604_800_000)]
    internal void Places_are_read(string text, OffsetKind kind, long value) =>
        Assert.Equal(new OffsetSpec(kind, value), OffsetSyntax.Parse(text, Now));

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("middle")]
    [InlineData("@-5x")]
    [InlineData("1e3")]
    public void Nonsense_is_a_usage_error(string text) => Assert.Throws<UsageException>(() => OffsetSyntax.Parse(text, Now));

    [Fact]
    public void Ranges_have_a_start_and_a_stop()
    {
        var range = OffsetSyntax.ParseRange(["s@1000", "e@2000"], Now);

        Assert.Equal(new OffsetSpec(OffsetKind.Time, 1000), range.Start);
        Assert.Equal(new OffsetSpec(OffsetKind.Time, 2000), range.Stop);
        Assert.Equal(range, OffsetSyntax.ParseRange(["s@1000 e@2000"], Now));
        Assert.Throws<UsageException>(() => OffsetSyntax.ParseRange(["beginning", "end"], Now));
    }

    [Theory]
    [InlineData(OffsetKind.Beginning, 0, 5)]
    [InlineData(OffsetKind.End, 0, 100)]
    [InlineData(OffsetKind.Absolute, 7, 7)]
    [InlineData(OffsetKind.BeforeEnd, 10, 90)]
    [InlineData(OffsetKind.BeforeEnd, 1000, 5)]
    [InlineData(OffsetKind.Time, 1, 50)]
    [InlineData(OffsetKind.Stored, 0, 33)]
    internal void Places_come_to_offsets(OffsetKind kind, long value, long offset) =>
        Assert.Equal(offset, OffsetResolver.Resolve(new OffsetSpec(kind, value), start: 5, end: 100, atTime: 50, committed: 33));

    [Fact]
    public void What_is_not_there_falls_back()
    {
        Assert.Equal(100, OffsetResolver.Resolve(new OffsetSpec(OffsetKind.Time, 1), 5, 100, atTime: -1, null));
        Assert.Equal(5, OffsetResolver.Resolve(new OffsetSpec(OffsetKind.Stored), 5, 100, -1, committed: null));
    }

    [Fact]
    public void Partitions_are_listed_after_a_colon()
    {
        var (topic, partitions) = TopicScope.Parse("orders:4-6,0");

        Assert.Equal("orders", topic);
        Assert.Equal([0, 4, 5, 6], partitions!);
        Assert.Null(TopicScope.Parse("orders").Partitions);
        Assert.Throws<UsageException>(() => TopicScope.Parse("orders:x"));
        Assert.Throws<UsageException>(() => TopicScope.Parse("orders:5-2"));
    }
}
