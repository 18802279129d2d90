namespace Levada.Metadata.Controller;

/// <summary>What UpdateFeatures may do to a level, numbered as on the wire (KIP-778).</summary>
internal enum FeatureUpgradeType
{
    Upgrade = 1,

    /// <summary>Down, where no metadata is lost.</summary>
    SafeDowngrade = 2,

    /// <summary>Down, even where metadata is lost.</summary>
    UnsafeDowngrade = 3,
}
