namespace Levada.Protocol.Codec;

internal readonly struct UuidCodec : IWireElement<Uuid, UuidCodec>
{
    public static Uuid Read(ref WireReader reader, short version, bool isFlexible) => reader.ReadUuid();

    public static void Write(WireWriter writer, Uuid element, short version, bool isFlexible) => writer.WriteUuid(element);
}
