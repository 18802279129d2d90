using System.Collections.Frozen;

namespace Levada.Dump;

/// <summary>The schemas of persisted records, embedded in the program and read when first needed.</summary>
internal static class SchemaLibrary
{
    private const string Prefix = "schemas/";

    private static readonly Lazy<List<(string Area, MessageSchema Schema)>> All = new(Load);

    private static readonly Lazy<FrozenDictionary<(string Area, string Kind, short Id), MessageSchema>> ById = new(Index);

    /// <param name="area">The folder below schemas/records.</param>
    /// <param name="kind">metadata, key or value.</param>
    public static MessageSchema? Persisted(string area, string kind, short id) => ById.Value.GetValueOrDefault((area, kind, id));

    /// <summary>A schema that has a name only.</summary>
    public static MessageSchema? Wire(string name) => All.Value.Find(entry => entry.Schema.Name == name).Schema;

    private static FrozenDictionary<(string Area, string Kind, short Id), MessageSchema> Index() =>
        All.Value.Where(entry => entry.Schema.Id >= 0)
            .ToFrozenDictionary(entry => (entry.Area, entry.Schema.Kind, entry.Schema.Id), entry => entry.Schema);

    private static List<(string Area, MessageSchema Schema)> Load()
    {
        var assembly = typeof(SchemaLibrary).Assembly;
        var all = new List<(string, MessageSchema)>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var area = name[Prefix.Length..].Split('/')[0];
            all.AddRange(SchemaReader.Read(text).Select(schema => (area, schema)));
        }

        return all;
    }
}
