namespace Levada.Transfer.Targets;

/// <summary>A file, or a part of one that its reader widens to whole records.</summary>
public sealed record FileRange(string Path, long Start, long Length);
