using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Levada.Output;

/// <summary>One value of a table: as text for people, as a typed value for JSON.</summary>
internal readonly struct Cell
{
    private readonly Action<Utf8JsonWriter>? _writeJson;

    private Cell(string text, Action<Utf8JsonWriter> writeJson)
    {
        Text = text;
        _writeJson = writeJson;
    }

    public string Text => field ?? "";

    public void WriteJson(Utf8JsonWriter writer)
    {
        if (_writeJson is null) writer.WriteNullValue();
        else _writeJson(writer);
    }

    public static implicit operator Cell(string? text) =>
        text is null ? default : new Cell(text, writer => writer.WriteStringValue(text));

    public static implicit operator Cell(long number) =>
        new(number.ToString(CultureInfo.InvariantCulture), writer => writer.WriteNumberValue(number));

    public static implicit operator Cell(double number) =>
        new(number.ToString("0.###", CultureInfo.InvariantCulture), writer => writer.WriteNumberValue(Math.Round(number, 6)));

    public static implicit operator Cell(bool isTrue) => new(isTrue ? "yes" : "no", writer => writer.WriteBooleanValue(isTrue));

    /// <summary>A number that may be unknown.</summary>
    public static Cell Known(long number) => number < 0 ? new Cell("-", writer => writer.WriteNullValue()) : number;

    /// <summary>A text that may be missing.</summary>
    public static Cell Known(string? text) => text is null ? new Cell("-", writer => writer.WriteNullValue()) : text;

    /// <summary>Bytes, in units of 1000 for people.</summary>
    public static Cell ByteCount(long byteCount) =>
        byteCount < 0 ? Known(-1) : new Cell(Quantity.Bytes(byteCount), writer => writer.WriteNumberValue(byteCount));

    /// <summary>Milliseconds since 1970, ISO 8601 in UTC for people.</summary>
    public static Cell Time(long timestampMs) =>
        timestampMs < 0 ? Known(-1) : new Cell(Quantity.Time(timestampMs), writer => writer.WriteNumberValue(timestampMs));

    public static Cell List(IReadOnlyCollection<int> numbers) => new(string.Join(',', numbers), writer =>
    {
        writer.WriteStartArray();
        foreach (var number in numbers) writer.WriteNumberValue(number);
        writer.WriteEndArray();
    });

    public static Cell List(IReadOnlyCollection<string> texts) => new(string.Join(' ', texts), writer =>
    {
        writer.WriteStartArray();
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    });

    /// <summary>JSON that is ready, in UTF-8.</summary>
    public static Cell Json(byte[] json) => new(Encoding.UTF8.GetString(json), writer => writer.WriteRawValue(json, skipInputValidation: true));

    /// <summary>Names with values: <c>a=1 b=2</c> for people, an object in JSON.</summary>
    public static Cell Map(IReadOnlyCollection<KeyValuePair<string, string>> pairs) =>
        new(string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}")), writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in pairs) writer.WriteString(name, value);
            writer.WriteEndObject();
        });
}
