using Levada.Transfer.Urls;

namespace Levada.Transfer.Tests.Urls;

public sealed class UrlPropertyReaderTests
{
    private static UrlProperties Properties(params string[] pairs) =>
        UrlProperties.Of(pairs.Select(pair => KeyValuePair.Create(pair.Split('=')[0], pair.Split('=')[1])));

    [Fact]
    public void Properties_that_nobody_read_are_warned_of_by_name_and_never_by_value()
    {
        var warnings = new List<string>();
        var reader = new UrlPropertyReader(Properties("useSSL=true", "colour=hunter2", "harmless=1"), warnings.Add);
        Assert.True(reader.Flag("USESSL"));
        reader.Accept("harmless", "other");
        reader.WarnOfOthers();
        Assert.Equal(["The connection property colour is not known and has no effect."], warnings);
    }

    [Fact]
    public void The_first_value_of_a_property_counts()
    {
        var properties = Properties("a=1", "A=2").Add([new("a", "3"), new("b", "4")]);
        Assert.Equal(("1", "4", 2), (properties["a"], properties["b"], properties.Count));
    }

    [Theory]
    [InlineData("a=x")]
    [InlineData("a=hunter2")]
    public void A_value_of_the_wrong_kind_is_an_error_without_the_value(string pair)
    {
        var reader = new UrlPropertyReader(Properties(pair), _ => { });
        foreach (var read in new Action[] { () => reader.Flag("a"), () => reader.Number("a"), () => reader.Milliseconds("a") })
            Assert.Equal("The connection property a takes", Assert.Throws<TransferException>(read).Message[..31]);
    }

    [Fact]
    public void Times_keep_their_unit()
    {
        var reader = new UrlPropertyReader(Properties("ms=1500", "s=30", "negative=-1"), _ => { });
        Assert.Equal(TimeSpan.FromSeconds(1.5), reader.Milliseconds("ms"));
        Assert.Equal(TimeSpan.FromSeconds(30), reader.Seconds("s"));
        Assert.Null(reader.Seconds("none"));
        Assert.Throws<TransferException>(() => reader.Seconds("negative"));
    }
}
