using Levada.Protocol.Generator.Schemas;

namespace Levada.Protocol.Generator.Emit;

/// <summary>Writes the <c>Read</c> function of one struct.</summary>
internal sealed class ReadEmitter(CodeText code, MessageSchema message, StructSchema schema)
{
    private readonly VersionRange _scope = schema.Versions;
    private readonly string _flexible = Conditions.Of(message.Flexible, schema.Versions);
    private readonly Sizes _sizes = new(message);

    public void Emit()
    {
        code.Open($"public static {schema.QualifiedName} Read(ref WireReader reader, short version)");
        if (HasMixedFlexibility) code.Line($"var isFlexible = {_flexible};");
        code.Line($"var value = new {schema.QualifiedName}();");
        foreach (var run in FieldRuns.Of(schema, _scope))
        {
            if (run.Condition == Conditions.Always) EmitReads(run.Fields);
            else
            {
                code.Open($"if ({run.Condition})");
                EmitReads(run.Fields);
                code.Close();
            }
        }

        EmitTaggedFields();
        code.Line("return value;");
        code.Close();
    }

    private bool HasMixedFlexibility => _flexible is not (Conditions.Always or Conditions.Never);

    private void EmitReads(List<FieldSchema> fields)
    {
        foreach (var field in fields) code.Line($"value.{field.Name} = {Expression(field, "reader")};");
    }

    private void EmitTaggedFields()
    {
        if (_flexible == Conditions.Never) return;
        var tagged = schema.Fields.Where(f => f.Tag is not null).OrderBy(f => f.Tag).ToList();
        if (HasMixedFlexibility && tagged.Count == 0)
        {
            code.Line("if (isFlexible) reader.SkipTaggedFields();");
            return;
        }

        if (tagged.Count == 0)
        {
            code.Line("reader.SkipTaggedFields();");
            return;
        }

        if (HasMixedFlexibility) code.Open("if (isFlexible)");
        EmitTagLoop(tagged);
        if (HasMixedFlexibility) code.Close();
    }

    private void EmitTagLoop(List<FieldSchema> tagged)
    {
        code.Open("for (var left = reader.ReadTaggedFieldCount(); left > 0 && !reader.Failed; left--)");
        code.Line("var field = reader.ReadTaggedField(out var tag);");
        code.Open("switch (tag)");
        foreach (var field in tagged)
        {
            var condition = Conditions.Of(field.Versions, _scope.Intersect(message.Flexible));
            code.Line(condition == Conditions.Always ? $"case {field.Tag}:" : $"case {field.Tag} when {condition}:");
            code.Line($"    value.{field.Name} = {Expression(field, "field")};");
            code.Line("    break;");
        }

        code.Line("default: continue;");
        code.Close();
        code.Line("if (field.Failed || field.RemainingCount > 0) reader.Fail();");
        code.Close();
    }

    private string Expression(FieldSchema field, string reader)
    {
        var present = field.Versions.Intersect(_scope);
        var nullable = Conditions.Of(field.Nullable, present);
        var flexible = field.IsNeverFlexible ? Conditions.Never
            : Conditions.Of(message.Flexible, present) is Conditions.Always ? Conditions.Always
            : HasMixedFlexibility ? "isFlexible" : _flexible;
        if (field.IsArray)
        {
            var size = _sizes.ElementSizeMin(field, present);
            var bang = field.IsNullable ? "" : "!";
            return $"WireArrays.Read{TypeNames.ArrayArguments(field)}(ref {reader}, {size}, version, {flexible}, {nullable}){bang}";
        }

        return field.Kind switch
        {
            FieldKind.String => Nullable(nullable, $"{reader}.Read{{0}}String({flexible})"),
            FieldKind.Bytes or FieldKind.Records => Nullable(nullable, $"{reader}.Read{{0}}Bytes({flexible})"),
            FieldKind.Struct => StructExpression(field, reader, nullable),
            FieldKind.Bool => $"{reader}.ReadBoolean()",
            FieldKind.Error => $"(ErrorCode){reader}.ReadInt16()",
            _ => $"{reader}.Read{field.Kind}()",
        };
    }

    private static string StructExpression(FieldSchema field, string reader, string nullable)
    {
        var read = $"{TypeNames.Element(field)}.Read(ref {reader}, version)";
        if (nullable == Conditions.Never) return read;
        return $"{Conditions.And(nullable, $"{reader}.ReadInt8() < 0")} ? null : {read}";
    }

    private static string Nullable(string condition, string format) => condition switch
    {
        Conditions.Always => format.Replace("{0}", "Nullable"),
        Conditions.Never => format.Replace("{0}", ""),
        _ => $"{condition} ? {format.Replace("{0}", "Nullable")} : {format.Replace("{0}", "")}",
    };
}
