using CsCheck;
using Levada.Metadata.Image;
using Levada.Metadata.Quotas;

namespace Levada.Metadata.Tests.Quotas;

public sealed class QuotaLimitsTests
{
    // The most specific first; "*" is the default, null no part of the entity.
    private static readonly (string? User, string? ClientId)[] Precedence =
    [
        ("u", "c"), ("u", "*"), ("u", null), ("*", "c"), ("*", "*"), ("*", null), (null, "c"), (null, "*"),
    ];

    [Fact]
    public void The_most_specific_quota_applies() =>
        Gen.Bool.Array[Precedence.Length].Sample(isSet =>
        {
            var limits = LimitsOf(Precedence.Select((entity, index) => (entity.User, entity.ClientId, index)).Where(row => isSet[row.index]));
            var first = Array.IndexOf(isSet, true);

            Assert.Equal(first < 0, limits.IsEmpty);
            Assert.Equal(
                first < 0 ? null : new QuotaLimit(first + 1, Precedence[first].User is not null, Precedence[first].ClientId is not null),
                limits.Find("u", "c"));
        }, iter: 500);

    [Fact]
    public void A_quota_of_somebody_else_bounds_nobody()
    {
        var limits = LimitsOf([("other", null, 0), (null, "another", 1), ("u", "another", 2)]);

        Assert.Null(limits.Find("u", "c"));
        Assert.Equal(new QuotaLimit(2, false, true), limits.Find("x", "another"));
    }

    [Fact]
    public void Another_key_bounds_nothing_here() =>
        Assert.True(new QuotaLimits(ImageOf([("u", null, 0)]), QuotaKeys.ConsumerByteRate).IsEmpty);

    [Fact]
    public void An_address_has_its_own_quota_or_the_default()
    {
        var image = ImageText.Replayed(
        [
            ClientQuotasImage.Record(new(default, default, QuotaName.Of("10.0.0.1")), QuotaKeys.ConnectionCreationRate, 5, false),
            ClientQuotasImage.Record(new(default, default, QuotaName.Default), QuotaKeys.ConnectionCreationRate, 7, false),
        ]).ClientQuotas;
        var limits = new QuotaLimits(image, QuotaKeys.ConnectionCreationRate);

        Assert.Equal((5, 7), (limits.FindOfAddress("10.0.0.1"), limits.FindOfAddress("10.0.0.2")));
        Assert.Null(limits.Find("u", "c"));
    }

    private static QuotaLimits LimitsOf(IEnumerable<(string? User, string? ClientId, int Index)> rows) =>
        new(ImageOf(rows), QuotaKeys.ProducerByteRate);

    private static ClientQuotasImage ImageOf(IEnumerable<(string? User, string? ClientId, int Index)> rows) =>
        ImageText.Replayed(rows.Select(row => ClientQuotasImage.Record(
            new ClientQuotaEntity(Part(row.User), Part(row.ClientId), default), QuotaKeys.ProducerByteRate, row.Index + 1, false))).ClientQuotas;

    private static QuotaName Part(string? name) => name switch { null => default, "*" => QuotaName.Default, _ => QuotaName.Of(name) };
}
