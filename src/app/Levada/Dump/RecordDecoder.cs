using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Levada.Output;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Dump;

/// <summary>Turns keys and values into something to read: those of internal topics by their schemas, others as text or base64.</summary>
internal sealed class RecordDecoder
{
    private const uint FrameVersion = 1;
    private readonly string? _area;

    private RecordDecoder(string? area) => _area = area;

    /// <summary>The decoder for the partition in whose directory the file lies.</summary>
    public static RecordDecoder ForFile(string path)
    {
        var directory = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) ?? "";
        var dash = directory.LastIndexOf('-');
        return new RecordDecoder((dash < 0 ? directory : directory[..dash]) switch
        {
            "__cluster_metadata" => "metadata",
            "__consumer_offsets" => "group-coordinator",
            "__transaction_state" => "transaction-coordinator",
            "__share_group_state" => "share-coordinator",
            _ => null,
        });
    }

    public (Cell Key, Cell Value) Decode(Record record)
    {
        if (_area == "metadata" && !record.IsValueNull) return (Plain(record.NullableKey), Framed(record.Value) ?? Plain(record.NullableValue));
        if (_area is null || record.Key.Length < sizeof(short)) return (Plain(record.NullableKey), Plain(record.NullableValue));
        var id = BinaryPrimitives.ReadInt16BigEndian(record.Key);
        return (Keyed(id, record.Key) ?? Plain(record.NullableKey), Versioned(id, record.NullableValue) ?? Plain(record.NullableValue));
    }

    /// <summary>The records of control batches: transaction markers and the quorum's own.</summary>
    public static (Cell Key, Cell Value) DecodeControl(Record record)
    {
        ControlRecords.TryReadType(record.Key, out var type);
        var schema = type switch
        {
            ControlRecordType.LeaderChange => SchemaLibrary.Wire("LeaderChangeMessage"),
            ControlRecordType.SnapshotHeader => SchemaLibrary.Wire("SnapshotHeaderRecord"),
            ControlRecordType.SnapshotFooter => SchemaLibrary.Wire("SnapshotFooterRecord"),
            ControlRecordType.KRaftVersion => SchemaLibrary.Wire("KRaftVersionRecord"),
            ControlRecordType.KRaftVoters => SchemaLibrary.Wire("VotersRecord"),
            ControlRecordType.Abort or ControlRecordType.Commit => SchemaLibrary.Wire("EndTxnMarker"),
            _ => null,
        };
        var isMarker = type is ControlRecordType.Abort or ControlRecordType.Commit;
        var body = record.Value;
        short version = 0;
        if (isMarker && body.Length >= sizeof(short))
        {
            version = BinaryPrimitives.ReadInt16BigEndian(body);
            body = body[sizeof(short)..];
        }
        else if (schema is not null && body.Length >= sizeof(short))
        {
            // These begin with their version as a field of their own.
            version = BinaryPrimitives.ReadInt16BigEndian(body);
        }

        return (type.ToString(), (schema is null ? null : Decoded(schema, body, version)) ?? Plain(record.NullableValue));
    }

    public static Cell Headers(Record record)
    {
        var headers = new List<KeyValuePair<string, string>>(record.HeaderCount);
        foreach (var header in record.Headers) headers.Add(KeyValuePair.Create(Encoding.UTF8.GetString(header.Key), Plain(header.NullableValue).Text));
        return Cell.Map(headers);
    }

    // Metadata records: frame version, record id and record version in front.
    private Cell? Framed(ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(value);
        if (reader.ReadUnsignedVarint() != FrameVersion) return null;
        var id = reader.ReadUnsignedVarint();
        var version = reader.ReadUnsignedVarint();
        if (reader.Failed || id > (uint)short.MaxValue || version > (uint)short.MaxValue) return null;
        return SchemaLibrary.Persisted(_area!, "metadata", (short)id) is { } schema ? Decoded(schema, reader.Remaining, (short)version) : null;
    }

    // The number in front of a key names the record's type; the keys themselves have one version each.
    private Cell? Keyed(short id, ReadOnlySpan<byte> key) =>
        SchemaLibrary.Persisted(_area!, "key", id) is { } schema ? Decoded(schema, key[sizeof(short)..], 0) : null;

    private Cell? Versioned(short id, NullableBytes value)
    {
        if (value.IsNull || value.Span.Length < sizeof(short) || SchemaLibrary.Persisted(_area!, "value", id) is not { } schema) return null;
        return Decoded(schema, value.Span[sizeof(short)..], BinaryPrimitives.ReadInt16BigEndian(value.Span));
    }

    private static Cell? Decoded(MessageSchema schema, ReadOnlySpan<byte> body, short version) =>
        SchemaJson.TryDecode(schema, body, version, out var json) ? Cell.Json(json) : null;

    private static Cell Plain(NullableBytes bytes)
    {
        if (bytes.IsNull) return null;
        return Utf8.IsValid(bytes.Span) ? Encoding.UTF8.GetString(bytes.Span) : "base64:" + Convert.ToBase64String(bytes.Span);
    }
}
