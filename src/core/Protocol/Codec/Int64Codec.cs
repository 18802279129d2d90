namespace Levada.Protocol.Codec;

internal readonly struct Int64Codec : IWireElement<long, Int64Codec>
{
    public static long Read(ref WireReader reader, short version, bool isFlexible) => reader.ReadInt64();

    public static void Write(WireWriter writer, long element, short version, bool isFlexible) => writer.WriteInt64(element);
}
