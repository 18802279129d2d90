using Levada.Protocol;

namespace Levada.Coordination.Tests.Groups.Consumer;

public sealed class PatternTests
{
    private readonly GroupScenario _scenario = new();

    private string[] Read(string pattern, out ErrorCode error)
    {
        var member = new ConsumerTestMember(_scenario, "a", []) { Regex = pattern };
        error = member.Beat();
        return [.. member.Owned.Select(owned => _scenario.Cluster.NameOf(owned.Topic)!).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [InlineData("a.*", "a1,a2,ab")]
    [InlineData("a", "")]
    [InlineData("^a[[:digit:]]$", "a1,a2")]
    [InlineData(@"\Qx.y\E|ab", "ab,x.y")]
    [InlineData(@"a\pN", "a1,a2")]
    [InlineData(@"a\p{^N}", "ab")]
    [InlineData("(?i)A(?P<number>[0-9])", "a1,a2")]
    [InlineData("(?i:AB)|X", "ab")]
    [InlineData("a{1,2}[^[:alpha:]]?", "a1,a2")]
    [InlineData(@"[\w-]{2}", "a1,a2,ab")]
    [InlineData(@"\Aa1\z", "a1")]
    [InlineData("[[]|a1", "a1")]
    [InlineData("x[.]y", "x.y")]
    [InlineData("a1??|a2", "a1,a2")]
    [InlineData("(?U)a.+", "a1,a2,ab")]
    public void A_pattern_in_RE2s_syntax_finds_its_topics(string pattern, string topics)
    {
        foreach (var name in new[] { "a1", "a2", "ab", "x.y" }) _scenario.Cluster.Set(name, 1);
        Assert.Equal(topics, string.Join(',', Read(pattern, out var error)));
        Assert.Equal(ErrorCode.None, error);
    }

    [Theory]
    [InlineData(@"(a)\1")]
    [InlineData("a(?=b)")]
    [InlineData("(?<!a)b")]
    [InlineData("(?>a)")]
    [InlineData("a*+")]
    [InlineData("a**")]
    [InlineData("*a")]
    [InlineData("a)(b")]
    [InlineData("(a")]
    [InlineData("[a")]
    [InlineData("[]")]
    [InlineData("[b-a]")]
    [InlineData("[[:nothing:]]")]
    [InlineData(@"\Z")]
    [InlineData(@"\u0041")]
    [InlineData(@"\k<a>")]
    [InlineData("a{1001}")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("(?x)a b")]
    [InlineData(@"\")]
    [InlineData(@"\p{Nothing}")]
    public void What_RE2_lacks_is_refused(string pattern)
    {
        _scenario.Cluster.Set("a", 1);
        Read(pattern, out var error);
        Assert.Equal(ErrorCode.InvalidRegularExpression, error);
        Assert.Empty(_scenario.Log);
    }

    [Fact]
    public void Topics_that_come_later_are_found()
    {
        _scenario.Cluster.Set("a1", 1);
        var member = new ConsumerTestMember(_scenario, "a", []) { Regex = "a.*" };
        member.Beat();
        _scenario.Cluster.Set("a2", 2);
        _scenario.Wait(11_000);
        member.Beat();
        Assert.Equal(3, member.PartitionCount);
        _scenario.FailOver();
        Assert.Equal(ErrorCode.None, member.Beat());
        Assert.Equal(3, member.PartitionCount);
    }
}
