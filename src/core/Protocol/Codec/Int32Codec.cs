namespace Levada.Protocol.Codec;

internal readonly struct Int32Codec : IWireElement<int, Int32Codec>
{
    public static int Read(ref WireReader reader, short version, bool isFlexible) => reader.ReadInt32();

    public static void Write(WireWriter writer, int element, short version, bool isFlexible) => writer.WriteInt32(element);
}
