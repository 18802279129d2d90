namespace Levada.Protocol.Codec;

internal readonly struct Int16Codec : IWireElement<short, Int16Codec>
{
    public static short Read(ref WireReader reader, short version, bool isFlexible) => reader.ReadInt16();

    public static void Write(WireWriter writer, short element, short version, bool isFlexible) => writer.WriteInt16(element);
}
