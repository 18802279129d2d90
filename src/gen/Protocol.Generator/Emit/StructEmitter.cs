using Levada.Protocol.Generator.Schemas;

namespace Levada.Protocol.Generator.Emit;

/// <summary>Writes one struct: constructor, properties, reader, writer.</summary>
internal sealed class StructEmitter(CodeText code, MessageSchema message, StructSchema schema)
{
    public void EmitMembers()
    {
        EmitConstructor();
        foreach (var field in schema.Fields) EmitProperty(field);
        code.Line();
        new ReadEmitter(code, message, schema).Emit();
        code.Line();
        new WriteEmitter(code, message, schema).Emit();
        if (schema.NeedsIsDefault) EmitIsDefault();
    }

    public void EmitNested()
    {
        var name = schema.QualifiedName;
        code.Line($"/// <summary>Versions {schema.Versions}.</summary>");
        code.Open($"public struct {schema.TypeName} : IWireElement<{name}, {name}>");
        EmitMembers();
        code.Line();
        code.Line($"static {name} IWireElement<{name}, {name}>.Read(ref WireReader reader, short version, bool isFlexible) =>");
        code.Line("    Read(ref reader, version);");
        code.Line();
        code.Line($"static void IWireElement<{name}, {name}>.Write(WireWriter writer, {name} element, short version, bool isFlexible) =>");
        code.Line("    element.Write(writer, version);");
        code.Close();
    }

    private void EmitConstructor()
    {
        code.Open($"public {schema.TypeName}()");
        foreach (var field in schema.Fields)
        {
            if (Defaults.Initializer(field) is { } value) code.Line($"{field.Name} = {value};");
        }

        code.Close();
    }

    private void EmitProperty(FieldSchema field)
    {
        code.Line();
        var versions = field.Versions.Intersect(schema.Versions);
        if (versions != schema.Versions) code.Line($"/// <summary>In versions {field.Versions}.</summary>");
        code.Line($"public {TypeNames.Property(field)} {field.Name} {{ get; set; }}");
    }

    private void EmitIsDefault()
    {
        code.Line();
        code.Line("internal readonly bool IsDefault =>");
        var tests = schema.Fields.Select(Defaults.IsDefault).ToList();
        for (var i = 0; i < tests.Count; i++)
            code.Line((i == 0 ? "    " : "    && ") + tests[i] + (i == tests.Count - 1 ? ";" : ""));
    }
}
