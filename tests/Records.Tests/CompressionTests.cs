using CsCheck;
using Levada.Protocol;

namespace Levada.Records.Tests;

public sealed class CompressionTests
{
    public static TheoryData<CompressionCodec> Codecs => [.. Samples.Codecs];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void What_is_compressed_comes_back(CompressionCodec codec) =>
        Content.Sample(bytes => Assert.Equal(bytes, Decompress(codec, Compress(codec, bytes), bytes.Length)), iter: 200);

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_bound_below_the_content_refuses_it_and_leaves_the_target_alone(CompressionCodec codec)
    {
        var bytes = Samples.Value(1, 300_000);
        var compressed = Compress(codec, bytes);
        var target = new FrameBuffer();
        target.Append(3);
        Assert.False(Compression.TryDecompress(codec, compressed, target, bytes.Length - 1));
        Assert.Equal(3, target.Length);
    }

    private static Gen<byte[]> Content => Gen.OneOf(
        Gen.Byte.Array[0, 500],
        Gen.Int[0, 400_000].Select(count => Samples.Value(7, count)),
        Gen.Byte.Array[60_000, 140_000]);

    private static byte[] Compress(CompressionCodec codec, byte[] bytes, int? level = null)
    {
        var target = new FrameBuffer();
        Compression.Compress(codec, level ?? Compression.DefaultLevel(codec), bytes, target);
        return target.Written.ToArray();
    }

    private static byte[]? Decompress(CompressionCodec codec, byte[] bytes, int byteCountMax)
    {
        var target = new FrameBuffer();
        return Compression.TryDecompress(codec, bytes, target, byteCountMax) ? target.Written.ToArray() : null;
    }
}
