using System.Collections.Immutable;
using Levada.Metadata.Configs;

namespace Levada.Metadata.Tests.Configs;

public sealed class TopicSettingsTests
{
    private static readonly (string Name, string Value, Func<TopicSettings, object> Read, object Expected)[] Cases =
    [
        ("segment.bytes", "2000000", settings => settings.SegmentBytes, 2_000_000),
        ("segment.ms", "11", settings => settings.SegmentMs, 11L),
        ("segment.jitter.ms", "12", settings => settings.SegmentJitterMs, 12L),
        ("segment.index.bytes", "13", settings => settings.SegmentIndexBytes, 13),
        ("index.interval.bytes", "14", settings => settings.IndexIntervalBytes, 14),
        ("retention.ms", "15", settings => settings.RetentionMs, 15L),
        ("retention.bytes", "16", settings => settings.RetentionBytes, 16L),
        ("cleanup.policy", "compact", settings => (settings.IsCompacted, settings.IsDeleted), (true, false)),
        ("max.message.bytes", "17", settings => settings.BatchBytesMax, 17),
        ("message.timestamp.type", "LogAppendTime", settings => settings.IsAppendTime, true),
        ("message.timestamp.before.max.ms", "18", settings => settings.TimestampBeforeMsMax, 18L),
        ("message.timestamp.after.max.ms", "19", settings => settings.TimestampAfterMsMax, 19L),
        ("compression.type", "zstd", settings => settings.CompressionType, "zstd"),
        ("compression.gzip.level", "2", settings => settings.GzipLevel, 2),
        ("compression.lz4.level", "4", settings => settings.Lz4Level, 4),
        ("compression.zstd.level", "5", settings => settings.ZstdLevel, 5),
        ("flush.messages", "20", settings => settings.FlushRecordCount, 20L),
        ("flush.ms", "21", settings => settings.FlushMs, 21L),
        ("min.insync.replicas", "2", settings => settings.InSyncReplicasMin, 2),
        ("file.delete.delay.ms", "22", settings => settings.FileDeleteDelayMs, 22L),
        ("preallocate", "true", settings => settings.IsPreallocated, true),
        ("unclean.leader.election.enable", "true", settings => settings.IsUncleanElectionAllowed, true),
        ("delete.retention.ms", "23", settings => settings.DeleteRetentionMs, 23L),
        ("min.compaction.lag.ms", "24", settings => settings.CompactionLagMsMin, 24L),
        ("max.compaction.lag.ms", "25", settings => settings.CompactionLagMsMax, 25L),
        ("min.cleanable.dirty.ratio", "0.25", settings => settings.CleanableDirtyRatioMin, 0.25),
        ("levada.durability", "page-cache", settings => settings.IsDurable, false),
    ];

    private static BrokerConfig Broker(params string[] overrides) =>
        BrokerConfig.Load(new BrokerConfigSources { Overrides = overrides }).Config!;

    private static TopicSettings Resolve(BrokerConfig broker, params (string, string)[] own) =>
        TopicSettings.Resolve(broker, own.ToImmutableSortedDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal));

    [Fact]
    public void A_topics_own_value_reaches_its_setting_and_no_other()
    {
        var plain = Resolve(Broker());
        foreach (var (name, value, read, expected) in Cases)
        {
            var settings = Resolve(Broker(), (name, value));
            Assert.Equal(expected, read(settings));
            Assert.NotEqual(expected, read(plain));
            foreach (var other in Cases.Where(other => other.Name != name)) Assert.Equal(other.Read(plain), other.Read(settings));
        }
    }

    [Fact]
    public void A_brokers_value_reaches_the_setting_under_its_other_name()
    {
        foreach (var (name, value, read, expected) in Cases)
        {
            var server = ConfigDefinitions.Topic[name].ServerDefault!;
            Assert.Equal(expected, read(Resolve(Broker($"{server}={value}"))));
        }
    }

    [Fact]
    public void The_internal_segment_size_goes_below_the_public_minimum() =>
        Assert.Equal(1024, Resolve(Broker(), ("internal.segment.bytes", "1024")).SegmentBytes);

    [Fact]
    public void A_value_that_is_not_valid_is_as_if_it_were_not_set() =>
        Assert.Equal(604_800_000, Resolve(Broker(), ("retention.ms", "soon")).RetentionMs);
}
