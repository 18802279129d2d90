using CsCheck;
using Levada.Protocol;

namespace Levada.Records.Tests;

public sealed class CompressionTests
{
    public static TheoryData<CompressionCodec> Codecs => [.. Samples.Codecs];
    public static TheoryData<CompressionCodec> RealCodecs => [.. Samples.Codecs.Where(codec => codec != CompressionCodec.None)];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void What_is_compressed_comes_back(CompressionCodec codec) =>
        Content.Sample(bytes => Assert.Equal(bytes, Decompress(codec, Compress(codec, bytes), bytes.Length)), iter: 200);

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Nothing_comes_back_as_nothing(CompressionCodec codec) => Assert.Empty(Assert.IsType<byte[]>(Decompress(codec, Compress(codec, []), 0)));

    [Theory]
    [InlineData(CompressionCodec.Gzip, -1, 9)]
    [InlineData(CompressionCodec.Lz4, 1, 17)]
    [InlineData(CompressionCodec.Zstd, -7, 22)]
    public void Every_level_comes_back(CompressionCodec codec, int lowest, int highest)
    {
        var bytes = Samples.Value(3, 100_000);
        for (var level = lowest; level <= highest; level++)
        {
            if (!Compression.IsLevel(codec, level)) continue;
            Assert.Equal(bytes, Decompress(codec, Compress(codec, bytes, level), bytes.Length));
        }
    }

    [Theory]
    [InlineData(CompressionCodec.Gzip, 0)]
    [InlineData(CompressionCodec.Gzip, 10)]
    [InlineData(CompressionCodec.Lz4, 0)]
    [InlineData(CompressionCodec.Lz4, 18)]
    [InlineData(CompressionCodec.Zstd, 23)]
    [InlineData(CompressionCodec.Zstd, -131073)]
    public void A_level_that_kafka_does_not_know_is_refused(CompressionCodec codec, int level)
    {
        Assert.False(Compression.IsLevel(codec, level));
        Assert.Throws<ArgumentOutOfRangeException>(() => Compress(codec, [1], level));
    }

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

    [Theory]
    [MemberData(nameof(RealCodecs))]
    public void A_bomb_is_refused_without_the_memory_it_asks_for(CompressionCodec codec)
    {
        var bomb = Compress(codec, new byte[64 << 20]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(Decompress(codec, bomb, 1 << 20));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Theory]
    [MemberData(nameof(RealCodecs))]
    public void Arbitrary_bytes_neither_throw_nor_pass_the_bound(CompressionCodec codec) =>
        Gen.Byte.Array[0, 300].Sample(
            bytes => Assert.True(Decompress(codec, bytes, 10_000) is not { Length: > 10_000 }), iter: 2_000);

    [Theory]
    [MemberData(nameof(RealCodecs))]
    public void A_damaged_payload_neither_throws_nor_passes_the_bound(CompressionCodec codec)
    {
        var good = Compress(codec, Samples.Value(5, 20_000));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample(
            (at, value, length) =>
            {
                var bad = good.ToArray();
                bad[at] = value;
                Assert.True(Decompress(codec, bad.AsSpan(0, Math.Max(length, at)).ToArray(), 20_000) is not { Length: > 20_000 });
            },
            iter: 2_000);
    }

    [Fact]
    public void An_unknown_codec_decodes_nothing() => Assert.Null(Decompress((CompressionCodec)5, [1, 2, 3], 100));

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
