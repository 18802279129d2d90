using System.Globalization;

namespace Levada.Dump;

/// <summary>Reads the schema files that the build embeds (grammar: docs/schemas.md); the build has checked them.</summary>
internal static class SchemaReader
{
    private const int IndentByteCount = 2;

    public static IEnumerable<MessageSchema> Read(TextReader text)
    {
        var lines = new List<(int Depth, string[] Words)>();
        while (text.ReadLine() is { } line)
        {
            var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0) lines.Add((line.TakeWhile(character => character == ' ').Count() / IndentByteCount, words));
        }

        for (var index = 0; index < lines.Count;) yield return ReadMessage(lines, ref index);
    }

    private static MessageSchema ReadMessage(List<(int Depth, string[] Words)> lines, ref int index)
    {
        var head = lines[index++].Words;
        var structs = new Dictionary<string, IReadOnlyList<FieldSchema>>(StringComparer.Ordinal);
        var fields = ReadFields(lines, ref index, 1, structs);
        return new MessageSchema(
            head[0], head[1], short.Parse(After(head, "id") ?? "-1", CultureInfo.InvariantCulture), Range(head, "versions"), Range(head, "flexible"),
            fields, structs);
    }

    private static List<FieldSchema> ReadFields(
        List<(int Depth, string[] Words)> lines, ref int index, int depth, Dictionary<string, IReadOnlyList<FieldSchema>> structs)
    {
        var fields = new List<FieldSchema>();
        while (index < lines.Count && lines[index].Depth == depth)
        {
            var words = lines[index++].Words;
            if (words is ["struct", var name, ..])
            {
                structs[name] = ReadFields(lines, ref index, depth + 1, structs);
                continue;
            }

            var nested = ReadFields(lines, ref index, depth + 1, structs);
            var field = Field(words, nested);
            if (nested.Count > 0) structs[field.Type] = nested;
            fields.Add(field);
        }

        return fields;
    }

    private static FieldSchema Field(string[] words, List<FieldSchema> nested)
    {
        var isArray = words[1].StartsWith("[]", StringComparison.Ordinal);
        var versions = VersionSpan.Parse(words[2]);
        return new FieldSchema(
            words[0], isArray ? words[1][2..] : words[1], isArray, versions, Nullable(words, versions),
            After(words, "tag") is { } tag ? int.Parse(tag, CultureInfo.InvariantCulture) : null, words.Contains("never-flexible"), nested);
    }

    private static VersionSpan Nullable(string[] words, VersionSpan all)
    {
        if (!words.Contains("nullable")) return VersionSpan.None;
        return After(words, "nullable") is { } range && VersionSpan.IsRange(range) ? VersionSpan.Parse(range) : all;
    }

    private static VersionSpan Range(string[] words, string name) => After(words, name) is { } range ? VersionSpan.Parse(range) : VersionSpan.None;

    private static string? After(string[] words, string word)
    {
        var at = Array.IndexOf(words, word, 1);
        return at >= 0 && at + 1 < words.Length ? words[at + 1] : null;
    }
}
