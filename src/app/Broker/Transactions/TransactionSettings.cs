using Levada.Broker.Control;
using Levada.Metadata.Configs;
using Levada.Metadata;
using Levada.Metadata.Image;

namespace Levada.Broker.Transactions;

/// <summary>What metadata says of transactions, for paths that may not look it up each time.</summary>
internal sealed class TransactionSettings : IMetadataFollower
{
    private volatile State _state = new(0, true);

    /// <summary>The finalized level of transaction.version: from 2 on producers whose requests say so have an epoch for every transaction.</summary>
    public short Version => _state.Version;

    /// <summary>Whether the coordinator is asked about transactions that are new to a partition (transaction.partition.verification.enable).</summary>
    public bool IsVerificationEnabled => _state.IsVerificationEnabled;

    public void Follow(MetadataChange change, ConfigView configs) => _state = new(
        change.After.Features.LevelOf(TransactionVersions.FeatureName), configs.Broker.GetBoolean("transaction.partition.verification.enable"));

    private sealed record State(short Version, bool IsVerificationEnabled);
}
