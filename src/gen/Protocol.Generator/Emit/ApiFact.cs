using Levada.Protocol.Generator.Schemas;

namespace Levada.Protocol.Generator.Emit;

/// <summary>One row of the table of apis.</summary>
internal sealed record ApiFact(int Key, string Name, int LowestVersion, int HighestVersion, int FirstFlexibleVersion, bool IsUnstable)
{
    public int Key { get; } = Key;
    public string Name { get; } = Name;
    public int LowestVersion { get; } = LowestVersion;
    public int HighestVersion { get; } = HighestVersion;
    public int FirstFlexibleVersion { get; } = FirstFlexibleVersion;
    public bool IsUnstable { get; } = IsUnstable;

    public static ApiFact? Of(SchemaFile file)
    {
        var request = file.Messages.FirstOrDefault(m => m.Kind == MessageKind.Request);
        if (request?.Id is not { } key) return null;
        var firstFlexible = request.Flexible.IsEmpty ? short.MaxValue : request.Flexible.Lowest;
        return new(key, request.ApiName, request.Versions.Lowest, request.Versions.Highest, firstFlexible, request.IsUnstable);
    }
}
