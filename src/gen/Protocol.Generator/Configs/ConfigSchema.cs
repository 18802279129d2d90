using System.Collections.Generic;

namespace Levada.Protocol.Generator.Configs;

/// <summary>The content of one file of <c>schemas/configs</c>.</summary>
internal sealed class ConfigSchema
{
    /// <summary>Broker, Topic, Group or ClientMetrics; empty until the first line is read.</summary>
    public string Scope { get; set; } = "";

    public List<ConfigEntry> Entries { get; } = new();
    public List<ConfigSchemaError> Errors { get; } = new();
}
