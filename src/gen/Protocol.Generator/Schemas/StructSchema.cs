namespace Levada.Protocol.Generator.Schemas;

/// <summary>A message's body or a struct inside it.</summary>
internal sealed class StructSchema
{
    public string Name { get; set; } = "";

    /// <summary>The C# name: the schema's, with "Data" where that name is taken by a property.</summary>
    public string TypeName { get; set; } = "";

    /// <summary>How code inside the message names the type.</summary>
    public string QualifiedName { get; set; } = "";

    public List<FieldSchema> Fields { get; } = [];

    /// <summary>The versions in which any field uses this struct.</summary>
    public VersionRange Versions { get; set; } = VersionRange.Empty;

    /// <summary>Whether a writer has to compare it with its defaults.</summary>
    public bool NeedsIsDefault { get; set; }

    public int Line { get; set; }
}
