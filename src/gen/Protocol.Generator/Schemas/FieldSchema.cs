namespace Levada.Protocol.Generator.Schemas;

/// <summary>One field line.</summary>
internal sealed class FieldSchema
{
    public string Name { get; set; } = "";
    public FieldKind Kind { get; set; }
    public bool IsArray { get; set; }

    /// <summary>The type word without "[]".</summary>
    public string TypeWord { get; set; } = "";

    public VersionRange Versions { get; set; }
    public VersionRange Nullable { get; set; } = VersionRange.Empty;
    public int? Tag { get; set; }

    /// <summary>The default as written; null when the line gives none.</summary>
    public string? Default { get; set; }

    public bool IsIgnorable { get; set; }
    public bool IsNeverFlexible { get; set; }
    public int Line { get; set; }

    /// <summary>The struct of the field or of its elements, once resolved.</summary>
    public StructSchema? Struct { get; set; }

    public bool IsNullable => !Nullable.IsEmpty;
    public bool IsDefaultNull => Default == "null";
    public bool IsSingleStruct => Kind == FieldKind.Struct && !IsArray;
}
