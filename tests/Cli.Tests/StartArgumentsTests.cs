using Levada.Start;

namespace Levada.Cli.Tests;

public sealed class StartArgumentsTests
{
    [Fact]
    public void A_file_and_overrides_in_any_order()
    {
        var options = StartArguments.Parse(["--override", "a=1", "server.properties", "--override=b=x=y", "-o", "c="]).Options;

        Assert.Equal("server.properties", options.PropertiesFile);
        Assert.Equal([KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "x=y"), KeyValuePair.Create("c", "")], options.Overrides);
    }

    [Fact]
    public void Nothing_means_the_defaults() => Assert.Null(StartArguments.Parse([]).Options.PropertiesFile);

    [Fact]
    public void Help_is_recognised() => Assert.True(StartArguments.Parse(["--help"]).IsHelpWanted);

    [Theory]
    [InlineData("a.properties", "b.properties")]
    [InlineData("--overide", "a=1")]
    [InlineData("--override")]
    [InlineData("--override", "a")]
    [InlineData("--override", "=1")]
    public void Nonsense_is_a_usage_error(params string[] arguments) =>
        Assert.Throws<UsageException>(() => StartArguments.Parse(arguments));
}
