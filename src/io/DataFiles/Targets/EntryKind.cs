namespace Levada.DataFiles.Targets;

/// <summary>What a path names, a link in its last place not followed.</summary>
internal enum EntryKind
{
    Missing,

    /// <summary>A file, or anything else that is no directory.</summary>
    File,

    Directory,
}
