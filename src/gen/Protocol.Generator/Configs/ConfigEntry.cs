using System.Collections.Generic;

namespace Levada.Protocol.Generator.Configs;

/// <summary>One configuration name as its schema line states it.</summary>
internal sealed class ConfigEntry
{
    public string Name { get; set; } = "";
    public string Type { get; set; } = "";

    /// <summary>The default's text; null where there is none.</summary>
    public string? Default { get; set; }

    public bool IsRequired { get; set; }
    public bool IsInternal { get; set; }
    public string? Dynamic { get; set; }
    public string? ServerDefault { get; set; }
    public string? Documentation { get; set; }

    /// <summary>Property assignments of the rules object, in C#.</summary>
    public List<string> Rules { get; } = new();
}
