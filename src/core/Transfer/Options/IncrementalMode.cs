namespace Levada.Transfer.Options;

/// <summary>How an import finds the rows that are new since the last one.</summary>
public enum IncrementalMode
{
    None,
    Append,
    LastModified,
}
