using Levada.Protocol.Generator.Schemas;

namespace Levada.Protocol.Generator.Emit;

/// <summary>Writes the <c>Write</c> function of one struct.</summary>
internal sealed class WriteEmitter(CodeText code, MessageSchema message, StructSchema schema)
{
    private readonly VersionRange _scope = schema.Versions;
    private readonly string _flexible = Conditions.Of(message.Flexible, schema.Versions);

    public void Emit()
    {
        code.Open("public readonly void Write(WireWriter writer, short version)");
        if (HasMixedFlexibility) code.Line($"var isFlexible = {_flexible};");
        foreach (var run in FieldRuns.Of(schema, _scope)) EmitRun(run);
        EmitTaggedFields();
        code.Close();
    }

    private bool HasMixedFlexibility => _flexible is not (Conditions.Always or Conditions.Never);

    private void EmitRun(FieldRun run)
    {
        if (run.Condition == Conditions.Always)
        {
            foreach (var field in run.Fields) code.Line(Statement(field));
            return;
        }

        code.Open($"if ({run.Condition})");
        foreach (var field in run.Fields) code.Line(Statement(field));
        code.Close();
        var demanded = run.Fields.Where(f => !f.IsIgnorable).ToList();
        if (demanded.Count == 0) return;
        code.Open("else");
        foreach (var field in demanded) code.Line(Refusal(field, Conditions.Always));
        code.Close();
    }

    private void EmitTaggedFields()
    {
        if (_flexible == Conditions.Never) return;
        var tagged = schema.Fields.Where(f => f.Tag is not null).OrderBy(f => f.Tag).ToList();
        foreach (var field in tagged.Where(f => !f.IsIgnorable && !f.Versions.Contains(_scope)))
            code.Line(Refusal(field, $"!({Conditions.Of(field.Versions, _scope)})"));
        if (tagged.Count == 0)
        {
            code.Line(HasMixedFlexibility ? "if (isFlexible) writer.WriteNoTaggedFields();" : "writer.WriteNoTaggedFields();");
            return;
        }

        if (HasMixedFlexibility) code.Open("if (isFlexible)");
        EmitTags(tagged);
        if (HasMixedFlexibility) code.Close();
    }

    private void EmitTags(List<FieldSchema> tagged)
    {
        code.Line("var taggedCount = 0u;");
        foreach (var field in tagged) code.Line($"if ({IsWritten(field)}) taggedCount++;");
        code.Line("writer.WriteUnsignedVarint(taggedCount);");
        foreach (var field in tagged)
        {
            code.Open($"if ({IsWritten(field)})");
            code.Line($"var start = writer.BeginTaggedField({field.Tag});");
            code.Line(Statement(field));
            code.Line("writer.EndTaggedField(start);");
            code.Close();
        }
    }

    private string IsWritten(FieldSchema field) =>
        Conditions.And(Conditions.Of(field.Versions, _scope.Intersect(message.Flexible)), Defaults.IsNotDefault(field));

    private string Refusal(FieldSchema field, string condition) =>
        $"if ({Conditions.And(condition, Defaults.IsNotDefault(field))}) " +
        $"throw WireFields.Absent(\"{schema.QualifiedName}.{field.Name}\", version);";

    private string Statement(FieldSchema field)
    {
        var present = field.Versions.Intersect(_scope);
        var nullable = Conditions.Of(field.Nullable, present);
        var flexible = field.IsNeverFlexible ? Conditions.Never
            : Conditions.Of(message.Flexible, present) is Conditions.Always ? Conditions.Always
            : HasMixedFlexibility ? "isFlexible" : _flexible;
        var name = field.Name;
        if (field.IsArray)
            return $"WireArrays.Write{TypeNames.ArrayArguments(field)}(writer, {name}, version, {flexible}, {nullable});";
        return field.Kind switch
        {
            FieldKind.String => $"WireFields.WriteString(writer, {name}, {flexible}, {nullable});",
            FieldKind.Bytes or FieldKind.Records => $"WireFields.WriteBytes(writer, {name}, {flexible}, {nullable});",
            FieldKind.Struct when field.IsNullable => $"WireFields.WriteNullable(writer, {name}, version, {nullable});",
            FieldKind.Struct => $"{name}.Write(writer, version);",
            FieldKind.Bool => $"writer.WriteBoolean({name});",
            FieldKind.Error => $"writer.WriteError({name});",
            _ => $"writer.Write{field.Kind}({name});",
        };
    }
}
