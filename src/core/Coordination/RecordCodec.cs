using Levada.Protocol;

namespace Levada.Coordination;

/// <summary>Keys and values of internal topics: a 16-bit record type or version, then a generated structure.</summary>
internal static class RecordCodec
{
    /// <param name="prefix">A key's record type, or a value's version.</param>
    public static byte[] Encode<T>(in T content, short version, short prefix) where T : struct, IWireMessage<T>
    {
        var buffer = new FrameBuffer();
        var writer = new WireWriter(buffer);
        writer.WriteInt16(prefix);
        content.Write(writer, version);
        var bytes = buffer.Written.ToArray();
        buffer.Release();
        return bytes;
    }

    /// <summary>Reads a value with its version in front; null where it is malformed or of a version we do not know.</summary>
    public static T? DecodeValue<T>(ReadOnlySpan<byte> bytes) where T : struct, IWireMessage<T>
    {
        var reader = new WireReader(bytes);
        var version = reader.ReadInt16();
        if (version < T.LowestVersion || version > T.HighestVersion) return null;
        var value = T.Read(ref reader, version);
        return reader.Failed ? null : value;
    }
}
