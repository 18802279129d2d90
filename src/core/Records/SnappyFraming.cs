using System.Buffers.Binary;

namespace Levada.Records;

/// <summary>The xerial stream format in which Kafka wraps snappy blocks.</summary>
/// <remarks>
/// Eight bytes of magic, version 1, compatible version 1, then blocks behind their lengths; all numbers big-endian.
/// Source: the stream format of snappy-java.
/// </remarks>
internal static class SnappyFraming
{
    public const int HeaderByteCount = 16;
    private const int Version = 1;

    public static ReadOnlySpan<byte> Magic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    public static bool IsHeader(ReadOnlySpan<byte> bytes) => bytes.Length >= HeaderByteCount && bytes.StartsWith(Magic);

    public static void WriteHeader(Span<byte> target)
    {
        Magic.CopyTo(target);
        BinaryPrimitives.WriteInt32BigEndian(target[8..], Version);
        BinaryPrimitives.WriteInt32BigEndian(target[12..], Version);
    }
}
