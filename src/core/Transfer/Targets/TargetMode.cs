namespace Levada.Transfer.Targets;

/// <summary>What an import does with a target that exists.</summary>
public enum TargetMode
{
    /// <summary>It is an error.</summary>
    Create,

    /// <summary>New part files join the old ones.</summary>
    Append,

    /// <summary>The new data set takes the place of the old one at commit.</summary>
    Replace,
}
