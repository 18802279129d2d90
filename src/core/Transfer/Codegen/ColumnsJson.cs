using System.Text.Json;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Types;

namespace Levada.Transfer.Codegen;

/// <summary>What a jar of codegen says of its records beside the Java source: columns, types, delimiters and null strings.</summary>
/// <remarks>UTF-8. A delimiter is its character's number, 0 for none. Members that a reader does not know are passed over.</remarks>
public static class ColumnsJson
{
    /// <summary>The file's name in the jar.</summary>
    public const string FileName = "columns.json";

    private const int DepthMax = 8;

    /// <param name="recordName">The class, with its package.</param>
    public static byte[] Write(string recordName, RowSchema schema, TextOptions text)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("record", recordName);
            json.WriteStartArray("columns");
            foreach (var column in schema.Columns)
                WriteColumn(json, column);
            json.WriteEndArray();
            WriteDelimiters(json, "output", text.Output, text.NullString, text.NullNonString);
            WriteDelimiters(json, "input", text.Input, text.InputNullString, text.InputNullNonString);
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <exception cref="TransferException">The bytes are no such file.</exception>
    public static ColumnsFile Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = DepthMax });
            var root = json.RootElement;
            var output = root.GetProperty("output");
            var input = root.GetProperty("input");
            return new ColumnsFile(
                TextOf(root, "record"),
                new RowSchema([.. root.GetProperty("columns").EnumerateArray().Select(ReadColumn)]),
                new TextOptions
                {
                    Output = ReadDelimiters(output),
                    NullString = TextOf(output, "nullString"),
                    NullNonString = TextOf(output, "nullNonString"),
                    Input = ReadDelimiters(input),
                    InputNullString = TextOf(input, "nullString"),
                    InputNullNonString = TextOf(input, "nullNonString"),
                    IsOutputGiven = true,
                });
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new TransferException($"{FileName} is damaged or of another kind: {e.Message}", e);
        }
    }

    private static void WriteColumn(Utf8JsonWriter json, Column column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteNumber("sqlType", (int)column.SqlType);
        json.WriteString("javaType", column.JavaType.ToString());
        json.WriteNumber("precision", column.Precision);
        json.WriteNumber("scale", column.Scale);
        json.WriteBoolean("nullable", column.IsNullable);
        json.WriteEndObject();
    }

    private static Column ReadColumn(JsonElement json)
    {
        if (!Enum.TryParse<JavaType>(json.GetProperty("javaType").GetString(), out var javaType) || !Enum.IsDefined(javaType))
            throw new FormatException($"There is no Java type {json.GetProperty("javaType")}.");
        return new Column(TextOf(json, "name"), (SqlType)json.GetProperty("sqlType").GetInt32(), JavaTypeMapping.KindOf(javaType), javaType)
        {
            Precision = json.GetProperty("precision").GetInt32(),
            Scale = json.GetProperty("scale").GetInt32(),
            IsNullable = json.GetProperty("nullable").GetBoolean(),
        };
    }

    private static string TextOf(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");

    private static void WriteDelimiters(Utf8JsonWriter json, string name, DelimiterSet set, string nullString, string nullNonString)
    {
        json.WriteStartObject(name);
        json.WriteNumber("field", set.Field);
        json.WriteNumber("record", set.Record);
        json.WriteNumber("enclose", set.Enclose);
        json.WriteNumber("escape", set.Escape);
        json.WriteBoolean("encloseRequired", set.IsEncloseRequired);
        json.WriteString("nullString", nullString);
        json.WriteString("nullNonString", nullNonString);
        json.WriteEndObject();
    }

    private static DelimiterSet ReadDelimiters(JsonElement json) => new(
        (char)json.GetProperty("field").GetUInt16(), (char)json.GetProperty("record").GetUInt16(), (char)json.GetProperty("enclose").GetUInt16(),
        (char)json.GetProperty("escape").GetUInt16(), json.GetProperty("encloseRequired").GetBoolean());
}
