namespace Levada.Protocol.Tests.Oracle;

/// <summary>Encodes bodies that cost a reader the most: one array full of the shortest elements it can have.</summary>
public sealed class CrowdedEncoder
{
    private const int ElementCount = 3000;
    private readonly OracleMessage _message;
    private readonly short _version;
    private readonly OracleField _crowded;

    private CrowdedEncoder(OracleMessage message, short version, OracleField crowded) =>
        (_message, _version, _crowded) = (message, version, crowded);

    private bool IsFlexible => _version >= _message.FlexibleFrom;

    /// <summary>One body per array of the message, at whatever depth it stands.</summary>
    public static IEnumerable<byte[]> EncodeEach(OracleMessage message, short version)
    {
        var arrays = message.Structs.Values.Append(message.Fields).SelectMany(f => f).Distinct()
            .Where(f => f.IsArray && f.Tag < 0 && f.IsIn(version));
        foreach (var array in arrays)
        {
            var bytes = new MemoryStream();
            new CrowdedEncoder(message, version, array).WriteStruct(bytes, message.Fields);
            yield return bytes.ToArray();
        }
    }

    private void WriteStruct(MemoryStream to, List<OracleField> fields)
    {
        foreach (var field in fields.Where(f => f.Tag < 0 && f.IsIn(_version)))
        {
            if (field.IsArray) WriteArray(to, field);
            else WriteValue(to, field.Type, field.IsNullableIn(_version), IsFlexible && !field.IsNeverFlexible);
        }

        if (IsFlexible) to.WriteByte(0);
    }

    private void WriteArray(MemoryStream to, OracleField field)
    {
        // An array on the way to the crowded one has one element, any other none.
        var count = ReferenceEquals(field, _crowded) ? ElementCount : Leads(field) ? 1 : 0;
        if (IsFlexible) OracleEncoder.WriteVarint(to, (uint)count + 1);
        else to.Write([(byte)(count >> 24), (byte)(count >> 16), (byte)(count >> 8), (byte)count]);
        for (var i = 0; i < count; i++) WriteValue(to, field.Type[2..], isNullable: false, IsFlexible);
    }

    private void WriteValue(MemoryStream to, string type, bool isNullable, bool isFlexible)
    {
        if (_message.Structs.TryGetValue(type, out var fields))
        {
            if (isNullable && !fields.Exists(f => ReferenceEquals(f, _crowded) || Leads(f))) to.WriteByte(0xff);
            else
            {
                if (isNullable) to.WriteByte(1);
                WriteStruct(to, fields);
            }

            return;
        }

        if (isFlexible && (type is "string" or "bytes" or "records")) to.WriteByte(1);
        else to.Write(new byte[Size(type)]);
    }

    private bool Leads(OracleField field) =>
        _message.Structs.TryGetValue(field.Type.TrimStart('[', ']'), out var fields)
        && fields.Exists(f => ReferenceEquals(f, _crowded) || Leads(f));

    private static int Size(string type) => type switch
    {
        "bool" or "int8" => 1,
        "int16" or "uint16" or "error" or "string" => 2,
        "int64" or "float64" => 8,
        "uuid" => 16,
        _ => 4,
    };
}
