namespace Levada.Protocol.Generator.Schemas;

/// <summary>What is wrong with a schema file; lines count from 0.</summary>
internal readonly record struct SchemaProblem(int Line, string Text)
{
    public int Line { get; } = Line;
    public string Text { get; } = Text;
}
