namespace Levada.Metadata;

/// <summary>Levels of the feature transaction.version. Source: KIP-890.</summary>
public static class TransactionVersions
{
    public const string FeatureName = "transaction.version";

    /// <summary>From here on a producer whose requests say so has an epoch of its own for every transaction.</summary>
    public const short EpochBump = 2;

    public const short Latest = EpochBump;
}
