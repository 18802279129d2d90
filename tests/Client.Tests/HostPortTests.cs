namespace Levada.Client.Tests;

public sealed class HostPortTests
{
    [Theory]
    [InlineData("localhost", "localhost", 9092)]
    [InlineData("broker-1.example:19092", "broker-1.example", 19092)]
    [InlineData("PLAINTEXT://10.0.0.1:9094", "10.0.0.1", 9094)]
    [InlineData("[::1]:9095", "::1", 9095)]
    [InlineData("::1", "::1", 9092)]
    public void Addresses_are_read(string text, string host, int port)
    {
        Assert.True(HostPort.TryParse(text, out var address));
        Assert.Equal(new HostPort(host, port), address);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":9092")]
    [InlineData("a b:1")]
    [InlineData("host:0")]
    [InlineData("host:70000")]
    [InlineData("host:x")]
    public void Nonsense_is_refused(string text) => Assert.False(HostPort.TryParse(text, out _));

    [Fact]
    public void A_list_names_its_malformed_piece()
    {
        Assert.True(HostPort.TryParseList("a:1, b:2,", out var addresses, out _));
        Assert.Equal([new HostPort("a", 1), new HostPort("b", 2)], addresses);
        Assert.False(HostPort.TryParseList("a:1,b:x", out _, out var malformed));
        Assert.Equal("b:x", malformed);
    }
}
