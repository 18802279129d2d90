using Levada.Client.Connections;
using Levada.Protocol;

namespace Levada.Client.Tests;

public sealed class VersionNegotiationTests
{
    // Sent by librdkafka's mock broker for a version it does not know: an array count that is neither version 0's nor 3's.
    private static readonly byte[] Refusal = Convert.FromHexString("00230100120000000200000000");

    // The same broker's answer to version 0, cut to three keys.
    private static readonly byte[] Answer = Convert.FromHexString("000000000003" + "000000000007" + "00010000000b" + "001200000002");

    [Fact]
    public void Of_a_refusal_only_the_error_counts() =>
        Assert.Equal(ErrorCode.UnsupportedVersion, VersionNegotiation.Read(Refusal, 3).Error);

    [Fact]
    public void Version_0_is_understood()
    {
        var (error, table) = VersionNegotiation.Read(Answer, 0);

        Assert.Equal(ErrorCode.None, error);
        Assert.Equal((short)7, table.Common(ApiKey.Produce, 3, 12));
        Assert.Equal((short)2, table.Common(ApiKey.ApiVersions, 0, 5));
    }

    [Fact]
    public void A_peer_that_is_no_broker_is_named_so() =>
        Assert.Throws<KafkaException>(() => VersionNegotiation.Read("HTTP/1.1 400 Bad Request"u8, 3));

    [Fact]
    public void The_highest_common_version_is_chosen()
    {
        var table = new ApiVersionTable([(ApiKey.Fetch, 4, 11)]);

        Assert.Equal((short)11, table.Common(ApiKey.Fetch, 4, 12));
        Assert.Equal((short)9, table.Common(ApiKey.Fetch, 4, 9));
        Assert.Null(table.Common(ApiKey.Fetch, 12, 18));
        Assert.Null(table.Common(ApiKey.Fetch, 0, 3));
        Assert.Null(table.Common(ApiKey.Produce, 0, 12));
    }

    [Fact]
    public void Unknown_api_keys_are_left_alone()
    {
        var table = new ApiVersionTable([((ApiKey)32_000, 0, 1), ((ApiKey)(-3), 0, 1)]);

        Assert.Null(table.Common((ApiKey)32_000, 0, 1));
        Assert.False(table.Supports((ApiKey)(-3)));
    }
}
