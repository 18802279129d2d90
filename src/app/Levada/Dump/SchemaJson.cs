using System.Buffers;
using System.Text.Json;
using Levada.Protocol;

namespace Levada.Dump;

/// <summary>Decodes bytes by a schema into JSON, so that every record type prints without code of its own.</summary>
internal static class SchemaJson
{
    /// <param name="json">An object with type, version and data.</param>
    /// <returns>False if the version is unknown or the bytes do not follow the schema to their end.</returns>
    public static bool TryDecode(MessageSchema schema, ReadOnlySpan<byte> body, short version, out byte[] json)
    {
        json = [];
        if (!schema.Versions.Contains(version)) return false;
        var buffer = new ArrayBufferWriter<byte>();
        var reader = new WireReader(body);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", schema.Name);
            writer.WriteNumber("version", version);
            writer.WritePropertyName("data");
            WriteStruct(schema, schema.Fields, ref reader, version, writer);
            writer.WriteEndObject();
        }

        if (reader.Failed || reader.RemainingCount > 0) return false;
        json = buffer.WrittenSpan.ToArray();
        return true;
    }

    private static void WriteStruct(
        MessageSchema schema, IReadOnlyList<FieldSchema> fields, ref WireReader reader, short version, Utf8JsonWriter writer)
    {
        var isFlexible = schema.Flexible.Contains(version);
        writer.WriteStartObject();
        foreach (var field in fields)
        {
            if (!field.Versions.Contains(version) || (field.Tag is not null && isFlexible) || reader.Failed) continue;
            WriteField(schema, field, ref reader, version, writer);
        }

        if (isFlexible) WriteTagged(schema, fields, ref reader, version, writer);
        writer.WriteEndObject();
    }

    private static void WriteTagged(
        MessageSchema schema, IReadOnlyList<FieldSchema> fields, ref WireReader reader, short version, Utf8JsonWriter writer)
    {
        for (var left = reader.ReadTaggedFieldCount(); left > 0 && !reader.Failed; left--)
        {
            var tag = (int)reader.ReadUnsignedVarint();
            var bytes = reader.Take((int)Math.Min(reader.ReadUnsignedVarint(), int.MaxValue));
            if (reader.Failed || fields.FirstOrDefault(field => field.Tag == tag && field.Versions.Contains(version)) is not { } known) continue;
            var inner = new WireReader(bytes);
            WriteField(schema, known, ref inner, version, writer);
            if (inner.Failed || inner.RemainingCount > 0) reader.Fail();
        }
    }

    private static void WriteField(MessageSchema schema, FieldSchema field, ref WireReader reader, short version, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(field.Name));
        var isFlexible = schema.Flexible.Contains(version) && !field.IsNeverFlexible;
        if (!field.IsArray)
        {
            WriteValue(schema, field, ref reader, version, isFlexible, field.Nullable.Contains(version), writer);
            return;
        }

        var count = reader.ReadArrayCount(isFlexible, 1);
        if (count < 0)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        for (; count > 0 && !reader.Failed; count--) WriteValue(schema, field, ref reader, version, isFlexible, false, writer);
        writer.WriteEndArray();
    }

    private static void WriteValue(
        MessageSchema schema, FieldSchema field, ref WireReader reader, short version, bool isFlexible, bool isNullable, Utf8JsonWriter writer)
    {
        switch (field.Type)
        {
            case "bool": writer.WriteBooleanValue(reader.ReadBoolean()); break;
            case "int8": writer.WriteNumberValue(reader.ReadInt8()); break;
            case "int16" or "error": writer.WriteNumberValue(reader.ReadInt16()); break;
            case "uint16": writer.WriteNumberValue(reader.ReadUInt16()); break;
            case "int32": writer.WriteNumberValue(reader.ReadInt32()); break;
            case "uint32": writer.WriteNumberValue(reader.ReadUInt32()); break;
            case "int64": writer.WriteNumberValue(reader.ReadInt64()); break;
            case "float64": WriteFloat(reader.ReadFloat64(), writer); break;
            case "uuid": writer.WriteStringValue(reader.ReadUuid().ToString()); break;
            case "string": writer.WriteStringValue(reader.ReadNullableString(isFlexible)); break;
            case "bytes" or "records": WriteBytes(ref reader, isFlexible, writer); break;
            default:
                if (isNullable && reader.ReadInt8() < 0) writer.WriteNullValue();
                else if (schema.Structs.TryGetValue(field.Type, out var fields)) WriteStruct(schema, fields, ref reader, version, writer);
                else
                {
                    reader.Fail();
                    writer.WriteNullValue();
                }

                break;
        }
    }

    private static void WriteFloat(double value, Utf8JsonWriter writer)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteStringValue(value.ToString());
    }

    private static void WriteBytes(ref WireReader reader, bool isFlexible, Utf8JsonWriter writer)
    {
        var bytes = reader.ReadBytesSpan(isFlexible, out var isNull);
        if (isNull) writer.WriteNullValue();
        else writer.WriteBase64StringValue(bytes);
    }
}
