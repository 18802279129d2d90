using CsCheck;
using Levada.Protocol.Tests.Oracle;

namespace Levada.Protocol.Tests;

public sealed class MessageRoundTripTests
{
    private const int SamplesPerVersion = 40;

    public static TheoryData<string> Names => [.. OracleSchemas.All.Select(m => m.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_version_reads_and_writes_the_same_bytes(string name)
    {
        var message = OracleSchemas.Named(name);
        var codec = GeneratedCodec.Of(message);
        foreach (var version in message.Versions)
        {
            Gen.Int.Sample(seed =>
            {
                var bytes = new OracleEncoder(message, version, seed).Encode();
                Assert.Equal(bytes, codec.Rewrite(bytes, version));
            }, iter: SamplesPerVersion);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Unknown_tagged_fields_are_skipped(string name)
    {
        var message = OracleSchemas.Named(name);
        var codec = GeneratedCodec.Of(message);
        foreach (var version in message.Versions)
        {
            Gen.Int.Sample(seed =>
            {
                var plain = new OracleEncoder(message, version, seed).Encode();
                var extended = new OracleEncoder(message, version, seed, hasUnknownTags: true).Encode();
                Assert.Equal(plain, codec.Rewrite(extended, version));
            }, iter: SamplesPerVersion / 2);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Versions_are_those_of_the_schema(string name)
    {
        var message = OracleSchemas.Named(name);
        var codec = GeneratedCodec.Of(message);
        Assert.Equal((message.From, message.To), (codec.Lowest, codec.Highest));
        foreach (var version in message.Versions) Assert.Equal(version >= message.FlexibleFrom, codec.IsFlexible(version));
    }

    [Fact]
    public void Every_generated_message_has_a_schema()
    {
        var generated = typeof(WireReader).Assembly.GetTypes()
            .Where(t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IWireMessage<>)))
            .Where(t => t is { IsValueType: true }).Select(t => t.Name).Order(StringComparer.Ordinal);
        Assert.Equal(OracleSchemas.All.Select(m => m.Name).Order(StringComparer.Ordinal), generated);
    }

    [Fact]
    public void Every_api_but_the_removed_ones_is_described()
    {
        ApiKey[] removed = [ApiKey.LeaderAndIsr, ApiKey.StopReplica, ApiKey.UpdateMetadata, ApiKey.ControlledShutdown];
        Assert.Equal(Enum.GetValues<ApiKey>().Except(removed), WireSchemas.Keys.ToArray());
        foreach (var request in OracleSchemas.All.Where(m => m.Kind == "request"))
        {
            var key = Enum.Parse<ApiKey>(request.Name[..^"Request".Length]);
            var described = WireSchemas.Describe(key);
            Assert.Equal((request.From, request.To), (described.LowestVersion, described.HighestVersion));
            foreach (var version in request.Versions) Assert.Equal(version >= request.FlexibleFrom, described.IsFlexible(version));
        }

        Assert.All(removed, key => Assert.False(WireSchemas.Describe(key).IsKnown));
    }
}
