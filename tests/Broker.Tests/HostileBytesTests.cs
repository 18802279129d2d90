using System.Buffers.Binary;
using System.Text;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests;

public sealed class HostileBytesTests(TestBroker broker) : IClassFixture<TestBroker>
{
    private const int Garbled = 200;

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003 a TLS hello, more or less")]
    public void Another_protocol_is_turned_away(string greeting)
    {
        using var wire = broker.Connect();
        wire.Send(Encoding.Latin1.GetBytes(greeting));
        Assert.Null(wire.ReadFrame());
        AssertServes();
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(104_857_601)]
    public void A_frame_that_claims_too_much_is_turned_away_before_it_comes(int length)
    {
        using var wire = broker.Connect();
        var prefix = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(prefix, length);
        wire.Send(prefix);
        Assert.Null(wire.ReadFrame());
        AssertServes();
    }

    [Fact]
    public void Half_a_frame_and_then_nothing_costs_only_its_sender()
    {
        using var wire = broker.Connect();
        wire.Send([0, 0, 1, 0, 0, 18, 0, 0]);
        AssertServes();
        wire.EndSending();
        Assert.Null(wire.ReadFrame());
        AssertServes();
    }

    [Fact]
    public void A_frame_without_a_whole_header_is_turned_away()
    {
        using var wire = broker.Connect();
        wire.Send([0, 0, 0, 3, 0, 18, 0]);
        Assert.Null(wire.ReadFrame());
        AssertServes();
    }

    [Theory]
    [InlineData(ApiKey.Produce, 2)]
    [InlineData(ApiKey.Produce, 14)]
    [InlineData(ApiKey.Fetch, 3)]
    [InlineData(ApiKey.Fetch, 99)]
    [InlineData(ApiKey.Metadata, -1)]
    [InlineData(ApiKey.LeaderAndIsr, 0)]
    [InlineData(ApiKey.ShareFetch, 1)]
    [InlineData((ApiKey)1234, 0)]
    [InlineData((ApiKey)(-7), 0)]
    public void A_version_that_is_not_served_closes_the_connection(ApiKey key, short version)
    {
        using var wire = broker.Connect();
        wire.SendRequest(key, version, hasTaggedFields: false, new byte[16]);
        Assert.Null(wire.ReadFrame());
        AssertServes();
    }

    [Theory, MemberData(nameof(VersionSweepTests.Apis), MemberType = typeof(VersionSweepTests))]
    public void A_garbled_body_is_answered_or_turned_away(ApiKey key)
    {
        var errorCountBefore = broker.LoggedErrors.Count;
        var random = new Random((int)key);
        for (var i = 0; i < Garbled; i++)
        {
            using var wire = broker.Connect();
            var body = new byte[random.Next(64)];
            random.NextBytes(body);
            // Small numbers are more often plausible counts and lengths than arbitrary ones are.
            for (var at = 0; at < body.Length; at++) body[at] = random.Next(3) == 0 ? (byte)random.Next(4) : body[at];
            wire.SendRequest(key, (short)random.Next(12), hasTaggedFields: random.Next(2) == 0, body);
            wire.EndSending();
            wire.ReadFrame();
        }

        AssertServes();
        Assert.Equal([], broker.LoggedErrors.Skip(errorCountBefore));
    }

    [Fact]
    public void A_client_that_never_reads_holds_nobody_up()
    {
        using var deaf = broker.Connect();
        var request = new MetadataRequest { Topics = null };
        for (var i = 0; i < 1000; i++) deaf.SendRequest(ApiKey.Metadata, 12, request);
        AssertServes();
    }

    [Fact]
    public void A_thousand_idle_connections_leave_room_for_others()
    {
        var idle = Enumerable.Range(0, 1000).Select(_ => broker.Connect()).ToArray();
        AssertServes();
        foreach (var wire in idle) wire.Dispose();
    }

    private void AssertServes()
    {
        using var other = broker.Connect();
        ClusterCases.ApiVersions(other, version: 3);
    }
}
