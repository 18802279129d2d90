using Levada.Protocol.Messages;

namespace Levada.Protocol.Tests;

/// <summary>What a generated writer does with values that a version has no place for.</summary>
public sealed class WriteRuleTests
{
    [Fact]
    public void A_value_the_version_cannot_carry_is_refused()
    {
        var request = new FetchRequest { ForgottenTopicsData = [new FetchRequest.ForgottenTopic { Topic = "t" }] };
        var refused = Assert.Throws<ArgumentException>(() => Write(request, 6));
        Assert.Contains("FetchRequest.ForgottenTopicsData", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(Write(request, 7));
    }

    [Fact]
    public void A_tagged_value_the_version_cannot_carry_is_refused()
    {
        var request = new FetchRequest { ReplicaState = new FetchRequest.ReplicaStateData { ReplicaId = 2 } };
        Assert.Throws<ArgumentException>(() => Write(request, 14));
        Assert.NotEmpty(Write(request, 15));
    }

    [Fact]
    public void An_ignorable_value_is_left_out_where_the_version_has_no_place() =>
        Assert.Equal(Write(new FetchRequest(), 4), Write(new FetchRequest { SessionId = 7, RackId = "r" }, 4));

    [Fact]
    public void Null_is_refused_where_the_version_knows_no_null()
    {
        Assert.Throws<ArgumentException>(() => Write(new MetadataRequest { Topics = null }, 0));
        Assert.Equal([0xff, 0xff, 0xff, 0xff], Write(new MetadataRequest { Topics = null }, 1));
        Assert.Throws<ArgumentException>(() => Write(default(HeartbeatRequest), 0));
    }

    [Fact]
    public void A_new_message_has_the_defaults_of_its_schema()
    {
        var request = new FetchRequest();
        Assert.Equal((-1, int.MaxValue, -1, ""), (request.ReplicaId, request.MaxBytes, request.SessionEpoch, request.RackId));
        Assert.True(new MetadataRequest().AllowAutoTopicCreation);
        Assert.Equal(int.MinValue, new MetadataResponse().ClusterAuthorizedOperations);
    }

    [Fact]
    public void The_client_id_is_never_compact()
    {
        var header = new RequestHeader { RequestApiKey = 18, RequestApiVersion = 3, CorrelationId = 1, ClientId = "me" };
        Assert.Equal([0, 18, 0, 3, 0, 0, 0, 1, 0, 2, (byte)'m', (byte)'e', 0], Write(header, 2));
        Assert.Equal(Write(header, 2)[..^1], Write(header, 1));
    }

    [Fact]
    public void The_answer_to_ApiVersions_has_the_oldest_header()
    {
        Assert.Equal(0, HeaderVersions.OfResponse(ApiKey.ApiVersions, 4));
        Assert.Equal(2, HeaderVersions.OfRequest(ApiKey.ApiVersions, 3));
        Assert.Equal(1, HeaderVersions.OfRequest(ApiKey.ApiVersions, 2));
        Assert.Equal((1, 0), (HeaderVersions.OfResponse(ApiKey.Fetch, 12), HeaderVersions.OfResponse(ApiKey.Fetch, 11)));
        Assert.Equal((1, 0), (HeaderVersions.OfRequest(ApiKey.SaslHandshake, 1), HeaderVersions.OfResponse(ApiKey.SaslHandshake, 1)));
    }

    private static byte[] Write<T>(T message, short version) where T : struct, IWireMessage<T>
    {
        var buffer = new FrameBuffer();
        message.Write(new WireWriter(buffer), version);
        return buffer.Written.ToArray();
    }
}
