using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Levada.Output;
using Levada.Records;

namespace Levada.Text;

/// <summary>Writes records as JSON lines. Bytes that are no UTF-8 go into <c>keyBase64</c>, <c>valueBase64</c> instead of <c>key</c>, <c>value</c>.</summary>
internal sealed class JsonRecordWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json;

    public JsonRecordWriter() => _json = new Utf8JsonWriter(
        _line, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Write(ByteSink sink, string topic, int partition, Record record, TimestampType timestampType)
    {
        _line.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("topic"u8, topic);
        _json.WriteNumber("partition"u8, partition);
        _json.WriteNumber("offset"u8, record.Offset);
        _json.WriteNumber("timestamp"u8, record.Timestamp);
        _json.WriteString("timestampType"u8, timestampType == TimestampType.LogAppendTime ? "append"u8 : "create"u8);
        if (record.HeaderCount > 0) WriteHeaders(record);
        WriteBytes("key"u8, "keyBase64"u8, record.NullableKey);
        WriteBytes("value"u8, "valueBase64"u8, record.NullableValue);
        _json.WriteEndObject();
        _json.Flush();
        sink.Write(_line.WrittenSpan);
        sink.Write((byte)'\n');
    }

    public void Dispose() => _json.Dispose();

    private void WriteHeaders(Record record)
    {
        _json.WriteStartArray("headers"u8);
        foreach (var header in record.Headers)
        {
            _json.WriteStartObject();
            _json.WriteString("key"u8, header.Key);
            WriteBytes("value"u8, "valueBase64"u8, header.NullableValue);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteBytes(ReadOnlySpan<byte> name, ReadOnlySpan<byte> base64Name, NullableBytes bytes)
    {
        if (bytes.IsNull) _json.WriteNull(name);
        else if (Utf8.IsValid(bytes.Span)) _json.WriteString(name, bytes.Span);
        else _json.WriteBase64String(base64Name, bytes.Span);
    }
}
