namespace Levada.DataFiles.Avro;

/// <summary>A type of a schema.</summary>
internal sealed class AvroType(AvroKind kind)
{
    public AvroKind Kind { get; } = kind;

    /// <summary>What the value means beyond its kind; null: nothing more.</summary>
    public string? LogicalType { get; init; }

    public int Precision { get; init; }

    public int Scale { get; init; }

    /// <summary>Bytes of a fixed.</summary>
    public int Size { get; init; }

    /// <summary>UTF-8 of an enum's symbols.</summary>
    public byte[][] Symbols { get; init; } = [];

    /// <summary>Types inside: of a record's fields, of an array's items, of a map's values, of a union's branches.</summary>
    public List<AvroType> Children { get; } = [];

    /// <summary>The one type beside null, for a union of exactly these two; the type itself when it is no union; else null.</summary>
    public AvroType? ValueType
    {
        get
        {
            if (Kind != AvroKind.Union)
                return this;
            var values = Children.Where(static branch => branch.Kind != AvroKind.Null).ToList();
            return Children.Count <= 2 && values.Count == 1 ? values[0] : null;
        }
    }

    /// <summary>Whether a value of it can be a cell.</summary>
    public bool IsScalar => Kind is not (AvroKind.Record or AvroKind.Array or AvroKind.Map or AvroKind.Union);
}
