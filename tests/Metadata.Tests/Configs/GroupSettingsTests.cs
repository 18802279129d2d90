using System.Collections.Immutable;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol.Records;

namespace Levada.Metadata.Tests.Configs;

public sealed class GroupSettingsTests
{
    private static readonly (string Name, string Value, Func<GroupSettings, object> Read, object Expected)[] Cases =
    [
        ("consumer.session.timeout.ms", "50000", settings => settings.ConsumerSessionTimeoutMs, 50_000),
        ("consumer.heartbeat.interval.ms", "6000", settings => settings.ConsumerHeartbeatIntervalMs, 6000),
        ("consumer.assignment.interval.ms", "11", settings => settings.ConsumerAssignmentIntervalMs, 11),
        ("share.session.timeout.ms", "51000", settings => settings.ShareSessionTimeoutMs, 51_000),
        ("share.heartbeat.interval.ms", "7000", settings => settings.ShareHeartbeatIntervalMs, 7000),
        ("share.assignment.interval.ms", "12", settings => settings.ShareAssignmentIntervalMs, 12),
        ("share.auto.offset.reset", "earliest", settings => settings.ShareOffsetReset, new ShareOffsetReset(ShareOffsetResetKind.Earliest)),
        ("share.isolation.level", "read_committed", settings => settings.IsShareReadCommitted, true),
        ("share.record.lock.duration.ms", "20000", settings => settings.ShareRecordLockDurationMs, 20_000),
        ("share.delivery.count.limit", "3", settings => settings.ShareDeliveryCountMax, 3),
        ("share.partition.max.record.locks", "300", settings => settings.SharePartitionRecordLocksMax, 300),
        ("share.renew.acknowledge.enable", "false", settings => settings.IsShareRenewAllowed, false),
        ("errors.deadletterqueue.topic.name", "dlq.orders", settings => settings.DeadLetterTopic, "dlq.orders"),
        ("errors.deadletterqueue.copy.record.enable", "true", settings => settings.IsDeadLetterCopied, true),
        ("streams.session.timeout.ms", "52000", settings => settings.StreamsSessionTimeoutMs, 52_000),
        ("streams.heartbeat.interval.ms", "8000", settings => settings.StreamsHeartbeatIntervalMs, 8000),
        ("streams.assignment.interval.ms", "13", settings => settings.StreamsAssignmentIntervalMs, 13),
        ("streams.initial.rebalance.delay.ms", "14", settings => settings.StreamsInitialRebalanceDelayMs, 14),
        ("streams.num.standby.replicas", "1", settings => settings.StreamsStandbyReplicas, 1),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(row => row.Name)];

    private static BrokerConfig Broker(params string[] overrides)
    {
        var result = BrokerConfig.Load(new BrokerConfigSources { Overrides = overrides });
        Assert.Empty(result.Errors);
        return result.Config!;
    }

    private static GroupSettings Resolve(BrokerConfig broker, params (string Name, string Value)[] own) =>
        GroupSettings.Resolve(broker, own.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal));

    [Theory, MemberData(nameof(Names))]
    public void A_groups_own_value_is_in_force(string name)
    {
        var row = Cases.Single(row => row.Name == name);

        Assert.Equal(row.Expected, row.Read(Resolve(Broker(), (name, row.Value))));
        Assert.NotEqual(row.Expected, row.Read(Resolve(Broker())));
    }

    [Fact]
    public void What_a_group_does_not_set_comes_from_the_broker_or_is_the_default()
    {
        var settings = Resolve(Broker("group.consumer.session.timeout.ms=47000", "group.share.record.lock.duration.ms=20000"));

        Assert.Equal((47_000, 5000, 20_000), (settings.ConsumerSessionTimeoutMs, settings.ConsumerHeartbeatIntervalMs, settings.ShareRecordLockDurationMs));
        Assert.Equal(new ShareOffsetReset(ShareOffsetResetKind.Latest), settings.ShareOffsetReset);
        Assert.True(settings.IsShareRenewAllowed);
    }

    [Fact]
    public void A_value_that_the_broker_no_longer_allows_is_taken_as_the_nearest_bound()
    {
        var broker = Broker("group.consumer.min.session.timeout.ms=46000", "group.consumer.session.timeout.ms=46000", "group.consumer.max.session.timeout.ms=48000");

        Assert.Equal(46_000, Resolve(broker, ("consumer.session.timeout.ms", "45000")).ConsumerSessionTimeoutMs);
        Assert.Equal(48_000, Resolve(broker, ("consumer.session.timeout.ms", "60000")).ConsumerSessionTimeoutMs);
        Assert.Equal(46_000, Resolve(broker, ("consumer.session.timeout.ms", "soon")).ConsumerSessionTimeoutMs);
    }

    [Fact]
    public void A_broker_whose_defaults_its_own_groups_could_not_set_does_not_start()
    {
        string Refusal(string assignment) =>
            Assert.Single(BrokerConfig.Load(new BrokerConfigSources { Overrides = [assignment] }).Errors);

        Assert.Contains("at least 45000", Refusal("group.consumer.session.timeout.ms=44999"));
        Assert.Contains("at most 15000", Refusal("group.share.heartbeat.interval.ms=15001"));
        Assert.Contains("group.streams.max.standby.replicas", Refusal("group.streams.num.standby.replicas=3"));
    }

    [Fact]
    public void A_view_tells_each_group_apart()
    {
        var configurations = ImageText.Replayed(
        [
            MetadataRecords.Of(new ConfigRecord
            {
                ResourceType = (sbyte)ConfigResourceType.Group, ResourceName = "slow", Name = "consumer.session.timeout.ms", Value = "60000",
            }),
        ]).Configurations;
        var view = new ConfigView(Broker(), configurations);

        Assert.Equal((60_000, 45_000), (view.Group("slow").ConsumerSessionTimeoutMs, view.Group("quick").ConsumerSessionTimeoutMs));
        Assert.Same(view.Group("quick"), view.Group("other"));
    }

    [Theory]
    [InlineData("PT0S", 0)]
    [InlineData("P1D", 86_400_000)]
    [InlineData("p1dt1h1m1.5s", 90_061_500)]
    [InlineData("PT1H-30M", 1_800_000)]
    [InlineData("PT36H", 129_600_000)]
    public void A_duration_is_read_as_Java_reads_it(string text, long durationMs)
    {
        Assert.True(ShareOffsetReset.TryParse("by_duration:" + text, out var reset));
        Assert.Equal(new ShareOffsetReset(ShareOffsetResetKind.ByDuration, durationMs), reset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("by_duration")]
    [InlineData("by_duration:")]
    [InlineData("by_duration:P")]
    [InlineData("by_duration:P1DT")]
    [InlineData("by_duration:P1H")]
    [InlineData("by_duration:PT1.5H")]
    [InlineData("by_duration:PT1S1H")]
    [InlineData("by_duration:P1Y")]
    [InlineData("by_duration:PT-1H")]
    [InlineData("by_duration:PT99999999999999999999H")]
    [InlineData("by_duration:PT9999999999999999999999999999999999999999H")]
    [InlineData("Earliest")]
    [InlineData("none")]
    public void What_is_no_place_to_begin_is_none(string text) => Assert.False(ShareOffsetReset.TryParse(text, out _));
}
