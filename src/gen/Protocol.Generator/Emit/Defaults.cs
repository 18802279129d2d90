using Levada.Protocol.Generator.Schemas;

namespace Levada.Protocol.Generator.Emit;

/// <summary>Default values of properties and the tests for them.</summary>
internal static class Defaults
{
    /// <summary>What the constructor assigns; null when the zero value is right.</summary>
    public static string? Initializer(FieldSchema field)
    {
        if (field.IsDefaultNull) return null;
        if (field.IsArray) return "[]";
        return field.Kind switch
        {
            FieldKind.String => "\"\"",
            FieldKind.Bytes or FieldKind.Records => "[]",
            FieldKind.Struct => $"new {TypeNames.Element(field)}()",
            _ => field.Default is null or "0" or "false" ? null : field.Default,
        };
    }

    /// <summary>A test that holds when the property has its default value.</summary>
    public static string IsDefault(FieldSchema field)
    {
        var name = field.Name;
        if (field.IsDefaultNull) return $"{name} is null";
        if (field.IsArray || field.Kind is FieldKind.Bytes or FieldKind.Records or FieldKind.String) return $"{name} is {{ Length: 0 }}";
        return field.Kind switch
        {
            FieldKind.Struct => field.IsNullable ? $"{name} is {{ IsDefault: true }}" : $"{name}.IsDefault",
            FieldKind.Bool => field.Default == "true" ? name : "!" + name,
            FieldKind.Uuid => $"{name}.IsZero",
            FieldKind.Error => $"{name} == ErrorCode.None",
            // Not "==": a NaN has to compare as itself.
            FieldKind.Float64 => $"{name}.Equals(0d)",
            _ => $"{name} == {field.Default ?? "0"}",
        };
    }

    /// <summary>A test that holds when the property has another value than its default.</summary>
    public static string IsNotDefault(FieldSchema field)
    {
        var test = IsDefault(field);
        if (test.Contains(" is null")) return test.Replace(" is null", " is not null");
        if (test.Contains(" is {")) return test.Replace(" is {", " is not {");
        if (test.Contains(" == ")) return test.Replace(" == ", " != ");
        return test[0] == '!' ? test.Substring(1) : "!" + test;
    }
}
