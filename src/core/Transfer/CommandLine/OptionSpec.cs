namespace Levada.Transfer.CommandLine;

/// <summary>One option: what parsing, help and saved jobs need to know of it.</summary>
/// <param name="Name">The long name without dashes.</param>
/// <param name="ValueName">What help calls its value; null: a switch.</param>
/// <param name="Description">One or two sentences for help.</param>
/// <param name="Apply">Takes the value (empty for a switch) into the draft; throws <see cref="UsageException"/>.</param>
internal sealed record OptionSpec(string Name, string? ValueName, string Description, Action<OptionsDraft, string> Apply)
{
    /// <summary>The name of one letter.</summary>
    public string? Short { get; init; }

    public bool HasOnlyShort { get; init; }

    /// <summary>How a saved job keeps it; null: not at all.</summary>
    public StoredProperty? Stored { get; init; }

    /// <summary>Whether the value must not be shown or stored.</summary>
    public bool IsSecret { get; init; }

    public bool HasValue => ValueName is not null;

    /// <summary>The name by which complaints call it.</summary>
    public string Key => Short ?? Name;
}
