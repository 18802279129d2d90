using CsCheck;
using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Tests.Controller;

public sealed class FeatureUpdateTests
{
    private const sbyte Upgrade = 1;
    private const sbyte SafeDowngrade = 2;
    private const sbyte UnsafeDowngrade = 3;

    private static readonly FeatureCatalog Catalog = new(
        new FeatureDefinition(MetadataVersions.FeatureName, MetadataVersions.Lowest, MetadataVersions.Latest, 29, 0),
        new FeatureDefinition("group.version", 0, 1, 1, 22),
        new FeatureDefinition("transaction.version", 0, 2, 0, 24));

    [Fact]
    public void An_empty_directory_gets_the_initial_levels_and_no_level_0()
    {
        var image = ImageText.Replayed(Catalog.BootstrapRecords());

        Assert.Equal([("group.version", 1), ("metadata.version", 29)], image.Features.Levels.Select(pair => (pair.Key, (int)pair.Value)));
        Assert.Equal((1, 0, 0), (image.Features.LevelOf("group.version"), image.Features.LevelOf("transaction.version"), image.Features.LevelOf("unheard.of")));
    }

    [Fact]
    public void A_directory_from_before_a_feature_has_it_off_until_it_is_upgraded()
    {
        var fixture = Started();

        Assert.Equal(0, fixture.Image.Features.LevelOf("transaction.version"));
        Assert.Equal(ErrorCode.None, Update(fixture, ("transaction.version", 2, Upgrade)).ErrorCode);
        Assert.Equal(2, fixture.Image.Features.LevelOf("transaction.version"));
    }

    [Theory]
    [InlineData("share.version", 1, Upgrade)]
    [InlineData("group.version", 2, Upgrade)]
    [InlineData("group.version", -1, SafeDowngrade)]
    [InlineData("group.version", 0, Upgrade)]
    [InlineData("group.version", 0, 0)]
    [InlineData("group.version", 0, 4)]
    [InlineData("transaction.version", 1, SafeDowngrade)]
    [InlineData("transaction.version", 1, UnsafeDowngrade)]
    [InlineData("metadata.version", 0, UnsafeDowngrade)]
    [InlineData("metadata.version", 22, SafeDowngrade)]
    [InlineData("metadata.version", 22, UnsafeDowngrade)]
    [InlineData("metadata.version", 31, Upgrade)]
    public void What_cannot_be_is_refused_and_changes_nothing(string name, short level, sbyte type)
    {
        var fixture = Started();
        var before = fixture.Image.Features.Levels;

        var valid = name == "group.version" ? ("transaction.version", (short)2, Upgrade) : ("group.version", (short)0, SafeDowngrade);
        var response = Update(fixture, valid, (name, level, type));

        Assert.Equal(ErrorCode.InvalidUpdateVersion, response.ErrorCode);
        Assert.Contains(name, response.ErrorMessage);
        Assert.Equal(before, fixture.Image.Features.Levels);
    }

    [Fact]
    public void A_feature_is_held_against_the_metadata_version_of_the_same_request()
    {
        var fixture = Started();
        Assert.Equal(ErrorCode.None, Update(fixture, ("group.version", 0, SafeDowngrade), ("metadata.version", 23, SafeDowngrade)).ErrorCode);

        var refused = Update(fixture, ("transaction.version", 1, Upgrade));
        Assert.Equal(ErrorCode.InvalidUpdateVersion, refused.ErrorCode);
        Assert.Contains("metadata.version 24", refused.ErrorMessage);
        Assert.Equal(ErrorCode.None, Update(fixture, ("transaction.version", 1, Upgrade), ("metadata.version", 24, Upgrade)).ErrorCode);
        Assert.Equal(ErrorCode.InvalidUpdateVersion, Update(fixture, ("metadata.version", 23, SafeDowngrade)).ErrorCode);
    }

    [Fact]
    public void A_level_that_a_registered_broker_does_not_serve_is_refused()
    {
        var fixture = Started();
        fixture.StartBroker(2, features: new FeatureCatalog(
            new FeatureDefinition(MetadataVersions.FeatureName, MetadataVersions.Lowest, 29, 29, 0), new FeatureDefinition("group.version", 0, 1, 1, 22)));

        Assert.Contains("broker 2", Update(fixture, ("metadata.version", 30, Upgrade)).ErrorMessage);
        Assert.Contains("broker 2", Update(fixture, ("transaction.version", 1, Upgrade)).ErrorMessage);
        Assert.Equal(ErrorCode.None, Update(fixture, ("transaction.version", 0, Upgrade)).ErrorCode);
    }

    [Fact]
    public void Validating_and_repeating_write_no_record()
    {
        var fixture = Started();
        var request = Request(("transaction.version", 2, Upgrade));
        request.ValidateOnly = true;

        Assert.Empty(FeatureUpdate.Decide(request, 2, fixture.Context, Catalog).Records);
        Assert.Empty(FeatureUpdate.Decide(Request(("group.version", 1, Upgrade)), 2, fixture.Context, Catalog).Records);
    }

    [Fact]
    public void The_first_version_tells_a_downgrade_by_its_flag_and_answers_each_feature()
    {
        var fixture = Started();
        var request = Request(("group.version", 0, Upgrade));

        Assert.Equal(ErrorCode.InvalidUpdateVersion, FeatureUpdate.Decide(request, 0, fixture.Context, Catalog).Response.ErrorCode);
        request.FeatureUpdates[0].AllowDowngrade = true;
        var decision = FeatureUpdate.Decide(request, 0, fixture.Context, Catalog);
        Assert.Single(decision.Records);
        Assert.Equal(("group.version", ErrorCode.None), decision.Response.Results.Select(result => (result.Feature, result.ErrorCode)).Single());
        Assert.Empty(FeatureUpdate.Decide(request, 2, fixture.Context, Catalog).Response.Results);
    }

    [Fact]
    public void Levels_that_are_not_built_are_taken_back()
    {
        var fixture = Started();
        fixture.Append([FeatureCatalog.Record("share.version", 1), FeatureCatalog.Record("transaction.version", 3)]);

        fixture.Append(Catalog.Withdraw(fixture.Image.Features));

        Assert.Equal((0, 2, 1), (
            fixture.Image.Features.LevelOf("share.version"), fixture.Image.Features.LevelOf("transaction.version"), fixture.Image.Features.LevelOf("group.version")));
        Assert.Empty(Catalog.Withdraw(fixture.Image.Features));
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(1, 0, false)]
    public void The_quorum_keeps_its_own_version_and_no_record_names_it(short level, short asked, bool isAccepted)
    {
        var fixture = new Fixture();
        fixture.StartBroker(1);
        var request = Request(("kraft.version", asked, asked < level ? SafeDowngrade : Upgrade));

        var decision = FeatureUpdate.Decide(request, 2, fixture.Context with { KRaftVersion = level }, FeatureCatalog.Built);

        Assert.Equal(isAccepted ? ErrorCode.None : ErrorCode.InvalidUpdateVersion, decision.Response.ErrorCode);
        Assert.Empty(decision.Records);
    }

    [Fact]
    public void A_record_of_the_quorums_version_counts_for_nothing()
    {
        var fixture = Started();
        var before = fixture.Image.Features.Levels;

        fixture.Append([FeatureCatalog.Record("kraft.version", 1)]);

        Assert.Equal(before, fixture.Image.Features.Levels);
    }

    [Fact]
    public void Whatever_is_asked_the_finalized_levels_stay_served_and_fit_together() =>
        Gen.Select(Gen.OneOf(Gen.Const("metadata.version"), Gen.Const("group.version"), Gen.Const("transaction.version")), Gen.Short[-1, 32], Gen.SByte[0, 4]).Array[1, 3].Array[1, 8]
            .Sample(requests =>
            {
                var fixture = Started();
                foreach (var request in requests) Update(fixture, request);
                var finalized = fixture.Image.Features;
                Assert.Empty(Catalog.Withdraw(finalized));
                Assert.Null(FeatureCatalog.Check(finalized));
                Assert.All(finalized.Levels, pair => Assert.Null(Catalog.CheckDependency(pair.Key, pair.Value, finalized.MetadataVersion)));
            }, iter: 500);

    private static Fixture Started()
    {
        var fixture = new Fixture(Catalog);
        fixture.StartBroker(1);
        return fixture;
    }

    private static UpdateFeaturesResponse Update(Fixture fixture, params (string Name, short Level, sbyte Type)[] updates) =>
        fixture.Apply(FeatureUpdate.Decide(Request(updates), 2, fixture.Context, Catalog));

    private static UpdateFeaturesRequest Request(params (string Name, short Level, sbyte Type)[] updates) => new()
    {
        FeatureUpdates = Array.ConvertAll(updates, update => new UpdateFeaturesRequest.FeatureUpdateKey
        {
            Feature = update.Name, MaxVersionLevel = update.Level, UpgradeType = update.Type,
        }),
    };
}
