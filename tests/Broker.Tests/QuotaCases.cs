using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests;

/// <summary>Client quotas, of a client id that nobody has.</summary>
internal static class QuotaCases
{
    private const sbyte ExactMatch = 0;

    public static void DescribeClientQuotas(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.DescribeClientQuotas, version);
        Assert.Equal(ErrorCode.None, Alter(wire, version: 1, name, "producer_byte_rate", 1_000_000));
        Assert.Equal([("producer_byte_rate", 1_000_000)], Values(wire, version, name));
        var refused = wire.Ask<DescribeClientQuotasRequest, DescribeClientQuotasResponse>(ApiKey.DescribeClientQuotas, version, new()
        {
            Components = [new() { EntityType = "user", MatchType = ExactMatch, Match = null }],
        });
        Assert.Equal(ErrorCode.InvalidRequest, refused.ErrorCode);
    }

    public static void AlterClientQuotas(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.AlterClientQuotas, version);
        Assert.Equal(ErrorCode.None, Alter(wire, version, name, "consumer_byte_rate", 1_000_000));
        Assert.Equal([("consumer_byte_rate", 1_000_000)], Values(wire, version: 1, name));
        Assert.Equal(ErrorCode.InvalidRequest, Alter(wire, version, name, "consumer_byte_rate", -1));
        Assert.Equal(ErrorCode.None, Alter(wire, version, name, "consumer_byte_rate", null));
        Assert.Empty(Values(wire, version: 1, name));
    }

    public static ErrorCode Alter(WireConnection wire, short version, string clientId, string key, double? value) =>
        wire.Ask<AlterClientQuotasRequest, AlterClientQuotasResponse>(ApiKey.AlterClientQuotas, version, new()
        {
            Entries =
            [
                new()
                {
                    Entity = [new() { EntityType = "client-id", EntityName = clientId }],
                    Ops = [new() { Key = key, Value = value ?? 0, Remove = value is null }],
                },
            ],
        }).Entries.Single().ErrorCode;

    private static IEnumerable<(string, double)> Values(WireConnection wire, short version, string clientId) =>
        wire.Ask<DescribeClientQuotasRequest, DescribeClientQuotasResponse>(ApiKey.DescribeClientQuotas, version, new()
        {
            Components = [new() { EntityType = "client-id", MatchType = ExactMatch, Match = clientId }], Strict = true,
        }).Entries!.SelectMany(entry => entry.Values).Select(value => (value.Key, value.Value));
}
