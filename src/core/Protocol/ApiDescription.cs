namespace Levada.Protocol;

/// <summary>The versions of one api as its schema states them.</summary>
/// <param name="LowestVersion">The lowest version that has a schema.</param>
/// <param name="HighestVersion">The highest version that has a schema.</param>
/// <param name="FirstFlexibleVersion">The first flexible version; above the highest where there is none.</param>
/// <param name="IsHighestUnstable">Whether the highest version may still change and is not to be offered.</param>
public readonly record struct ApiDescription(
    short LowestVersion, short HighestVersion, short FirstFlexibleVersion, bool IsHighestUnstable = false)
{
    /// <summary>An api without a schema: no version.</summary>
    public static ApiDescription Unknown => new(0, -1, short.MaxValue);

    public bool IsKnown => LowestVersion <= HighestVersion;

    public bool Supports(short version) => version >= LowestVersion && version <= HighestVersion;

    public bool IsFlexible(short version) => version >= FirstFlexibleVersion;
}
