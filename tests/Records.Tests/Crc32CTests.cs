using System.Text;
using CsCheck;

namespace Levada.Records.Tests;

public sealed class Crc32CTests
{
    [Theory]
    [InlineData("123456789", 0xE3069283)]
    [InlineData("", 0u)]
    [InlineData("a", 0xC1D04330)]
    public void Known_texts_have_their_known_crc(string text, uint crc) =>
        Assert.Equal(crc, Crc32C.Compute(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void The_vectors_of_rfc_3720_hold()
    {
        Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Compute(Enumerable.Repeat((byte)0xff, 32).ToArray()));
        Assert.Equal(0x46DD794Eu, Crc32C.Compute(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));
    }

    [Fact]
    public void Every_way_agrees_with_the_definition() =>
        Gen.Select(Bytes, Gen.Int[0, 63], Gen.UInt).Sample((bytes, skip, state) =>
        {
            var span = bytes.AsSpan(Math.Min(skip, bytes.Length));
            var expected = BitByBit(state, span);
            Assert.Equal(expected, Crc32C.AppendOneWay(state, span));
            Assert.Equal(~expected, Crc32C.Append(~state, span));
            if (Crc32CThreeWay.IsSupported) Assert.Equal(expected, Crc32CThreeWay.Append(state, span));
            if (Crc32CFolding256.IsSupported && span.Length >= Crc32CFolding256.ByteCountMin)
                Assert.Equal(expected, Crc32CFolding256.Append(state, span));
            if (Crc32CFolding.IsSupported && span.Length >= Crc32CFolding.ByteCountMin)
                Assert.Equal(expected, Crc32CFolding.Append(state, span));
        });

    [Fact]
    public void Appending_in_pieces_gives_the_crc_of_the_whole() =>
        Gen.Select(Bytes, Gen.Double[0, 1]).Sample((bytes, share) =>
        {
            var cut = (int)(bytes.Length * share);
            Assert.Equal(Crc32C.Compute(bytes), Crc32C.Append(Crc32C.Compute(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        });

    [Fact]
    public void A_flipped_bit_changes_the_crc() =>
        Gen.Select(Gen.Byte.Array[1, 3000], Gen.Int[0, int.MaxValue]).Sample((bytes, at) =>
        {
            var before = Crc32C.Compute(bytes);
            bytes[at / 8 % bytes.Length] ^= (byte)(1 << (at % 8));
            Assert.NotEqual(before, Crc32C.Compute(bytes));
        });

    [Fact]
    public void The_constants_follow_from_the_polynomial()
    {
        foreach (var (bits, low, high) in new[]
        {
            (2048, Crc32CFolding.Low2048, Crc32CFolding.High2048),
            (1024, Crc32CFolding.Low1024, Crc32CFolding.High1024),
            (512, Crc32CFolding.Low512, Crc32CFolding.High512),
            (384, Crc32CFolding.Low384, Crc32CFolding.High384),
            (256, Crc32CFolding.Low256, Crc32CFolding.High256),
            (128, Crc32CFolding.Low128, Crc32CFolding.High128),
        })
        {
            Assert.Equal((ulong)PowerOfX(bits + 63) << 32, low);
            Assert.Equal((ulong)PowerOfX(bits - 1) << 32, high);
        }

        Assert.Equal(Crc32CThreeWay.TwoLongChains, PowerOfX((16 * Crc32CThreeWay.LongChainByteCount) - 33));
        Assert.Equal(Crc32CThreeWay.OneLongChain, PowerOfX((8 * Crc32CThreeWay.LongChainByteCount) - 33));
        Assert.Equal(Crc32CThreeWay.TwoShortChains, PowerOfX((16 * Crc32CThreeWay.ShortChainByteCount) - 33));
        Assert.Equal(Crc32CThreeWay.OneShortChain, PowerOfX((8 * Crc32CThreeWay.ShortChainByteCount) - 33));
    }

    private static Gen<byte[]> Bytes => Gen.OneOf(Gen.Byte.Array[0, 700], Gen.Byte.Array[700, 9000]);

    private static uint BitByBit(uint state, ReadOnlySpan<byte> bytes)
    {
        foreach (var single in bytes)
        {
            state ^= single;
            for (var bit = 0; bit < 8; bit++) state = TimesX(state);
        }

        return state;
    }

    private static uint PowerOfX(int exponent)
    {
        var value = 0x80000000u;
        for (var i = 0; i < exponent; i++) value = TimesX(value);
        return value;
    }

    private static uint TimesX(uint value) => (value >> 1) ^ ((value & 1) * 0x82F63B78);
}
