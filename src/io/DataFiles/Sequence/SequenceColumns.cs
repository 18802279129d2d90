using System.Text.Json;
using Levada.DataFiles.Avro;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Sequence;

/// <summary>The columns of a file as the text that its header keeps.</summary>
internal static class SequenceColumns
{
    public static string Write(RowSchema schema)
    {
        var json = new JsonText(isIndented: false);
        json.BeginArray();
        foreach (var column in schema.Columns)
        {
            json.Element();
            json.BeginObject();
            json.Member("name", column.Name);
            json.Member("sqlType", (int)column.SqlType);
            json.Member("kind", column.Kind.ToString());
            json.Member("javaType", column.JavaType.ToString());
            json.Member("precision", column.Precision);
            json.Member("scale", column.Scale);
            json.EndObject();
        }
        json.EndArray();
        return json.ToString();
    }

    /// <exception cref="InvalidDataException">The text is not what <see cref="Write"/> writes.</exception>
    public static RowSchema Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new([.. document.RootElement.EnumerateArray().Select(Read)]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The columns in the header cannot be read: {e.Message}", e);
        }
    }

    private static Column Read(JsonElement column) => new(
        column.GetProperty("name").GetString()!,
        (SqlType)column.GetProperty("sqlType").GetInt32(),
        Enum.Parse<ColumnKind>(column.GetProperty("kind").GetString()!),
        Enum.Parse<JavaType>(column.GetProperty("javaType").GetString()!))
    {
        Precision = column.GetProperty("precision").GetInt32(),
        Scale = column.GetProperty("scale").GetInt32(),
    };
}
