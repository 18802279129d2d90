using Levada.Protocol.Generator.Schemas;

namespace Levada.Protocol.Generator.Emit;

/// <summary>One row of the table of apis.</summary>
internal sealed record ApiFact(int Key, string Name, int LowestVersion, int HighestVersion, int FirstFlexibleVersion, bool IsUnstable)
{
    public static ApiFact? Of(SchemaFile file)
    {
        var request = file.Messages.FirstOrDefault(m => m.Kind == MessageKind.Request);
        if (request?.Id is not { } key) return null;
        var firstFlexible = request.Flexible.IsEmpty ? short.MaxValue : request.Flexible.Lowest;
        return new(key, request.ApiName, request.Versions.Lowest, request.Versions.Highest, firstFlexible, request.IsUnstable);
    }
}
