namespace Levada.Coordination.Groups.Consumer;

/// <summary>The topics a pattern stands for.</summary>
/// <param name="Topics">In ordinal order.</param>
/// <param name="Version">The version of the topic catalog it was resolved against.</param>
/// <param name="TimestampMs">Unix milliseconds.</param>
internal sealed record ResolvedRegex(string[] Topics, long Version, long TimestampMs);
