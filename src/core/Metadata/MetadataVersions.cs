namespace Levada.Metadata;

/// <summary>The levels of the feature metadata.version, which decide the versions of metadata records.</summary>
public static class MetadataVersions
{
    public const string FeatureName = "metadata.version";

    /// <summary>3.3-IV3, the lowest level a KRaft cluster of today may have.</summary>
    public const short Lowest = 7;

    /// <summary>4.3-IV0, what an empty directory gets and the highest that is understood.</summary>
    public const short Latest = 30;

    private const short DirectoryAssignment = 17;
    private const short EligibleLeaderReplicas = 23;
    private const short CordonedDirectories = 30;

    // Levels whose records the level below them cannot hold.
    private static readonly short[] ChangingLevels = [8, 11, 13, 14, 15, DirectoryAssignment, EligibleLeaderReplicas, CordonedDirectories];

    /// <summary>Whether a step down may lose what only the higher level can record.</summary>
    internal static bool IsLossy(short from, short to) => Array.Exists(ChangingLevels, level => level > to && level <= from);

    public static bool IsSupported(short level) => level is >= Lowest and <= Latest;

    internal static short Partition(short level) => level switch
    {
        >= EligibleLeaderReplicas => 2,
        >= DirectoryAssignment => 1,
        _ => 0,
    };

    internal static short RegisterBroker(short level) => level switch
    {
        >= CordonedDirectories => 4,
        >= DirectoryAssignment => 3,
        _ => 1,
    };

    internal static short BrokerRegistrationChange(short level) => level switch
    {
        >= CordonedDirectories => 3,
        >= DirectoryAssignment => 2,
        _ => 1,
    };
}
