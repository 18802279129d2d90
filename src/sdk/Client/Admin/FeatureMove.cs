namespace Levada.Client.Admin;

/// <summary>What a change of a level may do, with the numbers of the wire (KIP-778).</summary>
public enum FeatureMove : byte
{
    Upgrade = 1,

    /// <summary>Down, where no metadata is lost.</summary>
    SafeDowngrade = 2,

    /// <summary>Down, even where metadata is lost.</summary>
    UnsafeDowngrade = 3,
}
