namespace Levada.Protocol.Generator.Configs;

/// <summary>What is wrong with one line of a schema file.</summary>
internal sealed class ConfigSchemaError
{
    public ConfigSchemaError(int line, string message)
    {
        Line = line;
        Message = message;
    }

    /// <summary>Counted from 0.</summary>
    public int Line { get; }

    public string Message { get; }
}
