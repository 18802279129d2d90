using System.Buffers;
using System.Text;
using System.Text.Json;
using Levada.Transfer.CommandLine;
using Levada.Transfer.Options;
using Levada.TransferEngine;

namespace Levada.Sqoop.Output;

/// <summary>What <c>--json</c> prints: one object on one line of standard output.</summary>
internal static class JsonSummary
{
    /// <summary>The end of a transfer. Sizes in bytes, durations in seconds.</summary>
    /// <param name="name">The table that was moved; null when there was none, as in a merge.</param>
    public static string Of(ToolName tool, string? name, TransferResult result) => Write(json =>
    {
        json.WriteString("tool", ToolNames.TextOf(tool));
        if (name is not null) json.WriteString("table", name);
        json.WriteNumber("rows", result.RowCount);
        json.WriteNumber("bytes", result.ByteCount);
        json.WriteNumber("seconds", Math.Round(result.Duration.TotalSeconds, 4));
        json.WriteBoolean("hasNewRows", result.HasNewRows);
        if (result.NextLastValue is { } last) json.WriteString("lastValue", last);
    });

    /// <summary>An object of texts.</summary>
    public static string Of(params (string Name, string Value)[] pairs) => Write(json =>
    {
        foreach (var (name, value) in pairs) json.WriteString(name, value);
    });

    private static string Write(Action<Utf8JsonWriter> fill)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fill(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
