using Levada.Protocol.Generator.Schemas;

namespace Levada.Protocol.Generator.Emit;

/// <summary>Fields that follow each other on the wire and are present under the same condition.</summary>
internal sealed class FieldRun(string condition)
{
    public string Condition { get; } = condition;
    public List<FieldSchema> Fields { get; } = [];
}
