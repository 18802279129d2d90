using CsCheck;
using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Metadata.Quotas;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Tests.Controller;

public sealed class ClientQuotaTests
{
    private const sbyte Exact = 0;
    private const sbyte Default = 1;
    private const sbyte Any = 2;

    [Fact]
    public void A_quota_is_set_changed_and_removed()
    {
        var fixture = new Fixture();
        Assert.Equal(ErrorCode.None, Alter(fixture, [("client-id", "a")], ("producer_byte_rate", 1000), ("request_percentage", 12.5)));
        Assert.Equal(ErrorCode.None, Alter(fixture, [("client-id", "a")], ("producer_byte_rate", 2000)));
        Assert.Equal(["client-id=a: producer_byte_rate=2000 request_percentage=12.5"], Describe(fixture, strict: false));
        Assert.Equal(ErrorCode.None, Alter(fixture, [("client-id", "a")], ("producer_byte_rate", null), ("request_percentage", null), ("consumer_byte_rate", null)));
        Assert.Empty(Describe(fixture, strict: false));
        Assert.Empty(fixture.Image.ClientQuotas.Entities);
    }

    [Fact]
    public void What_changes_nothing_and_what_only_asks_write_no_record()
    {
        var fixture = new Fixture();
        Alter(fixture, [("user", "u")], ("producer_byte_rate", 1000));

        Assert.Empty(ClientQuotaAlteration.Decide(Request([("user", "u")], ("producer_byte_rate", 1000), ("consumer_byte_rate", null)), fixture.Context).Records);
        var asking = Request([("user", "u")], ("producer_byte_rate", 5));
        asking.ValidateOnly = true;
        Assert.Empty(ClientQuotaAlteration.Decide(asking, fixture.Context).Records);
    }

    [Theory]
    [InlineData("producer_byte_rate", 0)]
    [InlineData("producer_byte_rate", -1)]
    [InlineData("producer_byte_rate", 1.5)]
    [InlineData("producer_byte_rate", 1e20)]
    [InlineData("producer_byte_rate", double.NaN)]
    [InlineData("request_percentage", double.PositiveInfinity)]
    [InlineData("connection_creation_rate", 5)]
    [InlineData("colour", 5)]
    public void A_value_or_key_that_cannot_be_is_refused_and_its_entity_left_alone(string key, double value)
    {
        var fixture = new Fixture();

        Assert.Equal(ErrorCode.InvalidRequest, Alter(fixture, [("user", "u")], ("consumer_byte_rate", 5), (key, value)));
        Assert.Empty(fixture.Image.ClientQuotas.Entities);
    }

    [Fact]
    public void An_entity_that_cannot_be_is_refused()
    {
        var fixture = new Fixture();
        ErrorCode Try(params (string, string?)[] entity) => Alter(fixture, entity, ("producer_byte_rate", 5));

        Assert.Equal(ErrorCode.InvalidRequest, Try());
        Assert.Equal(ErrorCode.InvalidRequest, Try(("host", "a")));
        Assert.Equal(ErrorCode.InvalidRequest, Try(("user", "")));
        Assert.Equal(ErrorCode.InvalidRequest, Try(("user", "a"), ("user", "b")));
        Assert.Equal(ErrorCode.InvalidRequest, Try(("ip", "1.2.3.4"), ("user", "b")));
        Assert.Equal(ErrorCode.InvalidRequest, Alter(fixture, [("ip", "no address")], ("connection_creation_rate", 5)));
        Assert.Equal(ErrorCode.InvalidRequest, Alter(fixture, [("ip", "1.2.3.4")], ("connection_creation_rate", 1e10)));
        Assert.Equal(ErrorCode.None, Alter(fixture, [("ip", "1.2.3.4")], ("connection_creation_rate", 5)));
        Assert.Equal(ErrorCode.None, Alter(fixture, [("ip", null)], ("connection_creation_rate", 6)));
    }

    [Fact]
    public void One_entity_of_a_request_does_not_spoil_another()
    {
        var fixture = new Fixture();
        var request = new AlterClientQuotasRequest
        {
            Entries = [Entry([("user", "a")], ("producer_byte_rate", 5)), Entry([("user", "b")], ("producer_byte_rate", -5)), Entry([("user", "a")], ("request_percentage", 5))],
        };

        var response = fixture.Apply(ClientQuotaAlteration.Decide(request, fixture.Context));

        Assert.Equal([ErrorCode.None, ErrorCode.InvalidRequest, ErrorCode.InvalidRequest], response.Entries.Select(entry => entry.ErrorCode));
        Assert.Equal(["a", "b", "a"], response.Entries.Select(entry => entry.Entity.Single().EntityName));
        Assert.Equal(["user=a: producer_byte_rate=5"], Describe(fixture, strict: false));
    }

    [Fact]
    public void A_filter_matches_a_name_a_default_or_any_and_strictly_nothing_more()
    {
        var fixture = new Fixture();
        foreach (var user in (string?[])["u", null, "-"])
        {
            foreach (var client in (string?[])["c", null, "-"])
            {
                var entity = new List<(string, string?)>();
                if (user != "-") entity.Add(("user", user));
                if (client != "-") entity.Add(("client-id", client));
                if (entity.Count > 0) Alter(fixture, [.. entity], ("producer_byte_rate", 1));
            }
        }

        Assert.Equal(8, Describe(fixture, strict: false).Count);
        Assert.Empty(Describe(fixture, strict: true));
        Assert.Equal(["user=u", "user=u client-id=*", "user=u client-id=c"], Entities(fixture, false, ("user", Exact, "u")));
        Assert.Equal(["user=u"], Entities(fixture, true, ("user", Exact, "u")));
        Assert.Equal(["client-id=*"], Entities(fixture, true, ("client-id", Default, null)));
        Assert.Equal(["user=* client-id=c", "user=u client-id=c"], Entities(fixture, true, ("user", Any, null), ("client-id", Exact, "c")));
        Assert.Equal(["client-id=c", "user=* client-id=c", "user=u client-id=c"], Entities(fixture, false, ("client-id", Exact, "c")));
        Assert.Empty(Entities(fixture, false, ("ip", Any, null)));
    }

    [Theory]
    [InlineData("", Any, null, ErrorCode.InvalidRequest)]
    [InlineData("host", Any, null, ErrorCode.UnsupportedVersion)]
    [InlineData("user", Exact, null, ErrorCode.InvalidRequest)]
    [InlineData("user", Default, "u", ErrorCode.InvalidRequest)]
    [InlineData("user", Any, "u", ErrorCode.InvalidRequest)]
    [InlineData("user", (sbyte)3, null, ErrorCode.InvalidRequest)]
    [InlineData("client-id", Any, null, ErrorCode.InvalidRequest)]
    [InlineData("ip", Any, null, ErrorCode.InvalidRequest)]
    public void A_filter_that_makes_no_sense_is_refused(string type, sbyte match, string? name, ErrorCode error)
    {
        var response = ClientQuotaDescription.Describe(Filter(true, (type, match, name), ("client-id", Any, null)), new Fixture().Image);

        Assert.Equal(error, response.ErrorCode);
        Assert.Null(response.Entries);
    }

    [Fact]
    public void Whatever_is_altered_a_snapshot_says_the_same() =>
        Gen.Select(
            Gen.Int[0, 2].Select(kind => kind switch { 0 => "-", 1 => null, _ => "u" }),
            Gen.Int[0, 2].Select(kind => kind switch { 0 => "-", 1 => null, _ => "c" }),
            Gen.OneOf(Gen.Const("producer_byte_rate"), Gen.Const("request_percentage")),
            Gen.Int[0, 3]).Array[0, 12].Sample(changes =>
            {
                var fixture = new Fixture();
                var model = new SortedDictionary<string, double>(StringComparer.Ordinal);
                foreach (var (user, client, key, value) in changes)
                {
                    (string, string?)[] entity = [.. new[] { ("user", user), ("client-id", client) }.Where(part => part.Item2 != "-")];
                    if (Alter(fixture, entity, (key, value == 0 ? null : value)) != ErrorCode.None) continue;
                    if (value == 0) model.Remove($"{user ?? "*"} {client ?? "*"} {key}");
                    else model[$"{user ?? "*"} {client ?? "*"} {key}"] = value;
                }

                var replayed = ImageText.Replayed(MetadataSnapshot.Write(fixture.Image));
                Assert.Equal(ImageText.Of(fixture.Image), ImageText.Of(replayed));
                Assert.Equal(model, Flat(replayed));
            }, iter: 300);

    private static SortedDictionary<string, double> Flat(MetadataImage image)
    {
        var flat = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (entity, values) in image.ClientQuotas.Entities)
        {
            foreach (var (key, value) in values) flat[$"{Text(entity.User)} {Text(entity.ClientId)} {key}"] = value;
        }

        return flat;

        static string Text(QuotaName name) => name.IsGiven ? name.Name ?? "*" : "-";
    }

    private static ErrorCode Alter(Fixture fixture, (string Type, string? Name)[] entity, params (string Key, double? Value)[] quotas) =>
        fixture.Apply(ClientQuotaAlteration.Decide(Request(entity, quotas), fixture.Context)).Entries.Single().ErrorCode;

    private static AlterClientQuotasRequest Request((string Type, string? Name)[] entity, params (string Key, double? Value)[] quotas) =>
        new() { Entries = [Entry(entity, quotas)] };

    private static AlterClientQuotasRequest.EntryData Entry((string Type, string? Name)[] entity, params (string Key, double? Value)[] quotas) => new()
    {
        Entity = Array.ConvertAll(entity, part => new AlterClientQuotasRequest.EntityData { EntityType = part.Type, EntityName = part.Name }),
        Ops = Array.ConvertAll(quotas, quota => new AlterClientQuotasRequest.OpData { Key = quota.Key, Value = quota.Value ?? 0, Remove = quota.Value is null }),
    };

    private static IEnumerable<string> Entities(Fixture fixture, bool strict, params (string Type, sbyte Match, string? Name)[] components) =>
        Describe(fixture, strict, components).Select(text => text[..text.IndexOf(':')]).Order(StringComparer.Ordinal);

    private static List<string> Describe(Fixture fixture, bool strict, params (string Type, sbyte Match, string? Name)[] components) =>
    [
        .. ClientQuotaDescription.Describe(Filter(strict, components), fixture.Image).Entries!.Select(entry =>
            string.Join(' ', entry.Entity.Select(part => $"{part.EntityType}={part.EntityName ?? "*"}")) + ": "
            + string.Join(' ', entry.Values.Select(value => $"{value.Key}={value.Value}"))).Order(StringComparer.Ordinal),
    ];

    private static DescribeClientQuotasRequest Filter(bool strict, params (string Type, sbyte Match, string? Name)[] components) => new()
    {
        Components = Array.ConvertAll(components, component => new DescribeClientQuotasRequest.ComponentData
        {
            EntityType = component.Type, MatchType = component.Match, Match = component.Name,
        }),
        Strict = strict,
    };
}
