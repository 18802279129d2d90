using Levada.Broker.Control;
using Levada.Broker.Data;
using Levada.Broker.Share.DeadLetters;
using Levada.Coordination.Share;
using Levada.Metadata.Configs;
using Levada.Runtime;

namespace Levada.Broker.Share;

/// <summary>What share partitions use beside their own state.</summary>
internal sealed record SharePartitionEnvironment(
    ShareStates States,
    MetadataPublisher Metadata,
    TimerQueue Timers,
    Flusher Flusher,
    BrokerClock Clock,
    DeadLetterWriter DeadLetters,
    CancellationToken Stopping)
{
    public GroupSettings SettingsOf(string groupId) => Metadata.Configs.Group(groupId);

    public ShareLimits LimitsOf(string groupId) => ShareSettings.Limits(SettingsOf(groupId), Metadata.Image.Features);
}
