using Levada.Protocol.Generator.Schemas;

namespace Levada.Protocol.Generator.Emit;

/// <summary>Groups the untagged fields of a struct, so that one test covers neighbours.</summary>
internal static class FieldRuns
{
    public static List<FieldRun> Of(StructSchema schema, VersionRange scope)
    {
        var runs = new List<FieldRun>();
        foreach (var field in schema.Fields.Where(f => f.Tag is null))
        {
            var condition = Conditions.Of(field.Versions, scope);
            if (condition == Conditions.Never) continue;
            if (runs.Count == 0 || runs[runs.Count - 1].Condition != condition) runs.Add(new FieldRun(condition));
            runs[runs.Count - 1].Fields.Add(field);
        }

        return runs;
    }
}
