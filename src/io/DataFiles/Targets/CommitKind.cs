namespace Levada.DataFiles.Targets;

/// <summary>How a staged data set enters its target.</summary>
internal enum CommitKind
{
    /// <summary>The staged directory becomes the target, which does not exist.</summary>
    Create,

    /// <summary>The staged directory takes the place of whatever the target is.</summary>
    Replace,

    /// <summary>Staged files move into the target directory.</summary>
    Append,
}
