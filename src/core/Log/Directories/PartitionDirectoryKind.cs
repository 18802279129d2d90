namespace Levada.Log.Directories;

/// <summary>What a directory below a log directory is for.</summary>
public enum PartitionDirectoryKind
{
    /// <summary>A partition in use.</summary>
    Live,

    /// <summary>On its way out; its files go after <c>file.delete.delay.ms</c>.</summary>
    Deleted,

    /// <summary>A copy that was to replace the live one from another disk.</summary>
    Future,

    /// <summary>Set aside because the cluster does not know it.</summary>
    Stray,
}
