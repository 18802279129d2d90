using System.Text;
using System.Text.Json;
using Levada.Client.Producing;
using Levada.Records;

namespace Levada.Text;

/// <summary>Reads a record as <see cref="JsonRecordWriter"/> writes it; topic, partition and offset of the source are not repeated.</summary>
/// <remarks>A key or value that is an object, array, number or boolean is taken as its JSON text.</remarks>
internal static class JsonRecordReader
{
    /// <param name="partition">-1 to choose by key.</param>
    /// <param name="headers">Added after the record's own.</param>
    /// <exception cref="UsageException">Not a record.</exception>
    public static ProducerRecord Read(ReadOnlySpan<byte> line, int partition, IReadOnlyList<RecordHeader> headers)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new UsageException($"not a JSON record: {Excerpt(line)}");
            return Read(document.RootElement, partition, headers);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new UsageException($"not a JSON record ({e.Message}): {Excerpt(line)}", e);
        }
    }

    private static ProducerRecord Read(JsonElement record, int partition, IReadOnlyList<RecordHeader> added)
    {
        var headers = new List<RecordHeader>();
        if (record.TryGetProperty("headers", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var header in list.EnumerateArray())
                headers.Add(new RecordHeader(header.GetProperty("key").GetString() ?? "", Bytes(header, "value")));
        }

        headers.AddRange(added);
        return new ProducerRecord
        {
            Key = Memory(Bytes(record, "key")),
            Value = Memory(Bytes(record, "value")),
            Headers = headers.ToArray(),
            Partition = partition,
            TimestampMs = record.TryGetProperty("timestamp", out var time) && time.ValueKind == JsonValueKind.Number ? time.GetInt64() : -1,
        };
    }

    // A null array would become empty memory.
    private static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? (ReadOnlyMemory<byte>?)null : bytes.AsMemory();

    private static byte[]? Bytes(JsonElement owner, string name)
    {
        if (owner.TryGetProperty(name + "Base64", out var encoded)) return encoded.GetBytesFromBase64();
        if (!owner.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return Encoding.UTF8.GetBytes(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
    }

    private static string Excerpt(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line[..Math.Min(line.Length, 60)]);
}
