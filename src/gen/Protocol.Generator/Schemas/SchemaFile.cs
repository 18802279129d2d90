namespace Levada.Protocol.Generator.Schemas;

/// <summary>A parsed file: one message, or the request and response of one api.</summary>
internal sealed class SchemaFile
{
    public List<MessageSchema> Messages { get; } = [];
    public List<SchemaProblem> Problems { get; } = [];

    public void Report(int line, string text) => Problems.Add(new SchemaProblem(line, text));
}
