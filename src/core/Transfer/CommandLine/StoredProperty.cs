namespace Levada.Transfer.CommandLine;

/// <summary>A property of a saved job.</summary>
/// <param name="Key">Its name in the metastore.</param>
/// <param name="Save">Its text; null: left out.</param>
/// <param name="Restore">Takes a stored text into a fresh draft.</param>
internal sealed record StoredProperty(string Key, Func<OptionsDraft, string?> Save, Action<OptionsDraft, string> Restore)
{
    public bool IsSecret { get; init; }
}
