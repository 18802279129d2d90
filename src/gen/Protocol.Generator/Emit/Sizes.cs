using Levada.Protocol.Generator.Schemas;

namespace Levada.Protocol.Generator.Emit;

/// <summary>The fewest bytes an array element can take, version by version: what bounds an array before it is allocated.</summary>
internal sealed class Sizes(MessageSchema message)
{
    /// <summary>An expression over <c>version</c> for the elements of <paramref name="field"/>.</summary>
    public string ElementSizeMin(FieldSchema field, VersionRange scope)
    {
        var steps = new List<(int Version, int Size)>();
        for (var version = scope.Lowest; version <= scope.Highest; version++)
        {
            var size = Math.Max(1, ElementSize(field, version));
            if (steps.Count == 0 || steps[steps.Count - 1].Size != size) steps.Add((version, size));
        }

        var text = "";
        for (var i = steps.Count - 1; i > 0; i--) text += $"version >= {steps[i].Version} ? {steps[i].Size} : ";
        return text + steps[0].Size;
    }

    private int ElementSize(FieldSchema field, int version) =>
        field.Kind == FieldKind.Struct ? StructSize(field.Struct!, version) : ValueSize(field, version);

    private int StructSize(StructSchema schema, int version)
    {
        var size = message.Flexible.Contains(version) ? 1 : 0;
        foreach (var field in schema.Fields)
        {
            if (field.Tag is null && field.Versions.Contains(version)) size += FieldSize(field, version);
        }

        return size;
    }

    private int FieldSize(FieldSchema field, int version)
    {
        if (field.IsArray) return message.Flexible.Contains(version) ? 1 : 4;
        if (field.Kind != FieldKind.Struct) return ValueSize(field, version);
        return field.Nullable.Contains(version) ? 1 : StructSize(field.Struct!, version);
    }

    private int ValueSize(FieldSchema field, int version)
    {
        var isFlexible = message.Flexible.Contains(version) && !field.IsNeverFlexible;
        return field.Kind switch
        {
            FieldKind.Bool or FieldKind.Int8 => 1,
            FieldKind.Int16 or FieldKind.UInt16 or FieldKind.Error => 2,
            FieldKind.Int32 or FieldKind.UInt32 => 4,
            FieldKind.Int64 or FieldKind.Float64 => 8,
            FieldKind.Uuid => 16,
            FieldKind.String => isFlexible ? 1 : 2,
            _ => isFlexible ? 1 : 4,
        };
    }
}
