namespace Levada.Transfer.Options;

/// <summary>What an export with <c>--update-key</c> does with rows that the table lacks.</summary>
public enum UpdateMode
{
    UpdateOnly,
    AllowInsert,
}
