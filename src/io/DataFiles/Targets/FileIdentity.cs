namespace Levada.DataFiles.Targets;

/// <summary>What stays the same of a file or directory under another name.</summary>
/// <param name="Device">The file system, while it is mounted.</param>
/// <param name="Inode">The entry in its file system, for as long as it exists.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode);
