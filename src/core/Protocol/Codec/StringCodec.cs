namespace Levada.Protocol.Codec;

internal readonly struct StringCodec : IWireElement<string, StringCodec>
{
    public static string Read(ref WireReader reader, short version, bool isFlexible) => reader.ReadString(isFlexible);

    public static void Write(WireWriter writer, string element, short version, bool isFlexible) => WireFields.WriteString(writer, element, isFlexible, isNullable: false);
}
