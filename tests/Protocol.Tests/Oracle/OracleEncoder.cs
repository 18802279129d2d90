using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Levada.Protocol.Tests.Oracle;

/// <summary>Encodes random values of a message, field by field, straight from the protocol guide.</summary>
public sealed class OracleEncoder(OracleMessage message, short version, int seed, bool hasUnknownTags = false)
{
    private const int ElementCountMax = 4;
    private readonly Random _values = new(seed);
    private readonly Random _unknown = new(seed);

    private bool IsFlexible => version >= message.FlexibleFrom;

    public byte[] Encode()
    {
        var bytes = new MemoryStream();
        WriteStruct(bytes, message.Fields, 0);
        return bytes.ToArray();
    }

    private void WriteStruct(MemoryStream to, List<OracleField> fields, int depth)
    {
        var present = fields.Where(f => f.IsIn(version)).ToList();
        foreach (var field in present.Where(f => f.Tag < 0)) WriteRandom(to, field, depth);
        if (!IsFlexible) return;
        var tagged = new SortedDictionary<int, byte[]>();
        foreach (var field in present.Where(f => f.Tag >= 0))
        {
            var value = Bytes(s => WriteRandom(s, field, depth));
            if (!value.AsSpan().SequenceEqual(Bytes(s => WriteDefault(s, field)))) tagged[field.Tag] = value;
        }

        for (var i = hasUnknownTags ? _unknown.Next(3) : 0; i > 0; i--)
        {
            var unknown = new byte[_unknown.Next(200)];
            _unknown.NextBytes(unknown);
            tagged[1000 + _unknown.Next(1000)] = unknown;
        }

        WriteVarint(to, (uint)tagged.Count);
        foreach (var (tag, value) in tagged)
        {
            WriteVarint(to, (uint)tag);
            WriteVarint(to, (uint)value.Length);
            to.Write(value);
        }
    }

    private void WriteRandom(MemoryStream to, OracleField field, int depth)
    {
        if (field.IsNullableIn(version) && _values.Next(4) == 0) WriteNull(to, field);
        else if (field.IsArray) WriteArray(to, field, depth);
        else WriteElement(to, field, field.Type, depth, field.IsNullableIn(version));
    }

    private void WriteArray(MemoryStream to, OracleField field, int depth)
    {
        var count = _values.Next(depth > 2 ? 2 : ElementCountMax);
        WriteCount(to, count);
        for (var i = 0; i < count; i++) WriteElement(to, field, field.Type[2..], depth + 1, isMarked: false);
    }

    private void WriteElement(MemoryStream to, OracleField field, string type, int depth, bool isMarked)
    {
        switch (type)
        {
            case "bool": to.WriteByte((byte)_values.Next(2)); break;
            case "int8": WriteRaw(to, 1); break;
            case "int16" or "uint16" or "error": WriteRaw(to, 2); break;
            case "int32" or "uint32": WriteRaw(to, 4); break;
            case "int64" or "float64": WriteRaw(to, 8); break;
            case "uuid": WriteRaw(to, 16); break;
            case "string": WriteText(to, field, RandomText()); break;
            case "bytes" or "records":
                var bytes = new byte[_values.Next(40)];
                _values.NextBytes(bytes);
                WriteCount(to, bytes.Length);
                to.Write(bytes);
                break;
            default:
                if (isMarked) to.WriteByte(1);
                WriteStruct(to, message.Structs[type], depth);
                break;
        }
    }

    private void WriteDefault(MemoryStream to, OracleField field)
    {
        if (field.Default == "null") WriteNull(to, field);
        else if (field.IsArray || field.Type is "bytes" or "records") WriteCount(to, 0);
        else if (field.Type == "string") WriteText(to, field, "");
        else if (message.Structs.TryGetValue(field.Type, out var fields))
        {
            if (field.IsNullableIn(version)) to.WriteByte(1);
            foreach (var inner in fields.Where(f => f.IsIn(version) && f.Tag < 0)) WriteDefault(to, inner);
            if (IsFlexible) to.WriteByte(0);
        }
        else WriteNumber(to, field);
    }

    private static void WriteNumber(MemoryStream to, OracleField field)
    {
        var text = field.Default;
        var number = text switch
        {
            "" or "false" => 0,
            "true" => 1,
            _ when text.StartsWith("0x", StringComparison.Ordinal) => long.Parse(text[2..], NumberStyles.HexNumber),
            _ => long.Parse(text),
        };
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], number);
        var size = field.Type switch { "bool" or "int8" => 1, "int16" or "uint16" or "error" => 2, "int32" or "uint32" => 4, "uuid" => 16, _ => 8 };
        to.Write(bytes[^size..]);
    }

    private void WriteNull(MemoryStream to, OracleField field)
    {
        var isText = field.Type == "string";
        if (!field.IsArray && message.Structs.ContainsKey(field.Type)) to.WriteByte(0xff);
        else if (IsFlexible && !field.IsNeverFlexible) to.WriteByte(0);
        else to.Write(isText ? [0xff, 0xff] : [0xff, 0xff, 0xff, 0xff]);
    }

    private void WriteText(MemoryStream to, OracleField field, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (IsFlexible && !field.IsNeverFlexible) WriteVarint(to, (uint)bytes.Length + 1);
        else to.Write([(byte)(bytes.Length >> 8), (byte)bytes.Length]);
        to.Write(bytes);
    }

    private void WriteCount(MemoryStream to, int count)
    {
        if (IsFlexible) WriteVarint(to, (uint)count + 1);
        else to.Write([(byte)(count >> 24), (byte)(count >> 16), (byte)(count >> 8), (byte)count]);
    }

    private void WriteRaw(MemoryStream to, int size)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        // Zeros and small numbers are as likely as wide ones: defaults have to be met too.
        if (_values.Next(4) != 0) _values.NextBytes(bytes[(16 - size)..]);
        to.Write(bytes[^size..]);
    }

    private string RandomText()
    {
        var length = _values.Next(8) == 0 ? _values.Next(300) : _values.Next(6);
        return string.Concat(Enumerable.Range(0, length).Select(_ => _values.Next(4) switch
        {
            0 => "\u00e9",
            1 => "\U0001f40b",
            2 => "\u65e5",
            _ => ((char)_values.Next(0x20, 0x7f)).ToString(),
        }));
    }

    private static byte[] Bytes(Action<MemoryStream> write)
    {
        var bytes = new MemoryStream();
        write(bytes);
        return bytes.ToArray();
    }

    public static void WriteVarint(MemoryStream to, uint value)
    {
        for (; value >= 0x80; value >>= 7) to.WriteByte((byte)(value | 0x80));
        to.WriteByte((byte)value);
    }
}
