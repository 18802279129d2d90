using Levada.Protocol;

namespace Levada.Metadata.Image;

/// <summary>How far producer ids have been handed out. Immutable.</summary>
/// <param name="BrokerId">The broker that got the last block; -1 for none.</param>
/// <param name="NextProducerId">The first id of the next block.</param>
public sealed record ProducerIdsImage(int BrokerId, BrokerEpoch BrokerEpoch, long NextProducerId)
{
    public static ProducerIdsImage Empty { get; } = new(-1, BrokerEpoch.None, 0);
}
