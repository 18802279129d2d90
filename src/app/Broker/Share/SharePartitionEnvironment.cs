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
    private readonly ShareSettings _settings = new(Metadata);

    public GroupSettings SettingsOf(string groupId) => _settings.Of(groupId);

    public ShareLimits LimitsOf(string groupId) => _settings.LimitsOf(groupId);
}
