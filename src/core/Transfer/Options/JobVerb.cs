namespace Levada.Transfer.Options;

/// <summary>What the job tool does.</summary>
public enum JobVerb
{
    None,
    Create,
    Delete,
    Exec,
    Show,
    List,
    ImportMetastore,
}
