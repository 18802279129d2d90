namespace Levada.Protocol.Codec;

internal readonly struct Int8Codec : IWireElement<sbyte, Int8Codec>
{
    public static sbyte Read(ref WireReader reader, short version, bool isFlexible) => reader.ReadInt8();

    public static void Write(WireWriter writer, sbyte element, short version, bool isFlexible) => writer.WriteInt8(element);
}
