using Levada.Protocol.Generator.Schemas;

namespace Levada.Protocol.Generator.Emit;

/// <summary>The C# types of fields and the codecs of array elements.</summary>
internal static class TypeNames
{
    public static string Property(FieldSchema field) =>
        Element(field) + (field.IsArray ? "[]" : "") + (field.IsNullable ? "?" : "");

    /// <summary>The type without array and question mark.</summary>
    public static string Element(FieldSchema field) => field.Kind switch
    {
        FieldKind.Bool => "bool",
        FieldKind.Int8 => "sbyte",
        FieldKind.Int16 => "short",
        FieldKind.UInt16 => "ushort",
        FieldKind.Int32 => "int",
        FieldKind.UInt32 => "uint",
        FieldKind.Int64 => "long",
        FieldKind.Float64 => "double",
        FieldKind.Uuid => "Uuid",
        FieldKind.Error => "ErrorCode",
        FieldKind.String => "string",
        FieldKind.Bytes or FieldKind.Records => "byte[]",
        _ => field.Struct!.QualifiedName,
    };

    /// <summary>The type arguments of the array functions: element and codec.</summary>
    public static string ArrayArguments(FieldSchema field) =>
        field.Kind == FieldKind.Struct
            ? $"<{Element(field)}, {Element(field)}>"
            : $"<{Element(field)}, {field.Kind}Codec>";
}
