using System.Text;
using CsCheck;
using Levada.DataFiles.Codecs;

namespace Levada.DataFiles.Tests.Codecs;

/// <summary>Bytes to compress, and the shortest way through a codec and back.</summary>
internal static class CodecSamples
{
    /// <summary>Texts that repeat, bytes that do not, and lengths on both sides of every block bound.</summary>
    public static Gen<byte[]> Bytes { get; } = Gen.OneOf(
        Gen.Byte.Array[0, 300],
        Gen.Select(Gen.Int[0, 300_000], Gen.Int[1, 5000], Gen.Int, (length, period, seed) => Repeated(length, period, seed)));

    public static TheoryData<string> Names => [.. CompressionCodec.All.Select(codec => codec.Name)];

    public static CompressionCodec Codec(string name) => CompressionCodec.Find(name)!;

    public static byte[] Repeated(int length, int period, int seed)
    {
        var random = new Random(seed);
        var piece = new byte[period];
        random.NextBytes(piece);
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = piece[i % period];
        return bytes;
    }

    public static byte[] Lines(int count)
    {
        var text = new StringBuilder();
        for (var line = 0; line < count; line++)
            text.Append(line).Append(",name").Append(line * 7919 % 1000).Append(",2020-01-01\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Compresses the parts as one member each.</summary>
    public static byte[] Compress(CompressionCodec codec, params byte[][] parts)
    {
        var output = new MemoryStream();
        using var members = codec.Compress(output);
        foreach (var part in parts)
        {
            members.Write(part);
            members.EndMember();
        }

        members.Finish();
        return output.ToArray();
    }

    public static byte[] Decompress(CompressionCodec codec, byte[] compressed)
    {
        var plain = new MemoryStream();
        using var reader = codec.Decompress(new MemoryStream(compressed));
        reader.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>What the bytes hold, or null when the reader calls them damaged.</summary>
    public static byte[]? TryDecompress(CompressionCodec codec, byte[] compressed)
    {
        try
        {
            return Decompress(codec, compressed);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
