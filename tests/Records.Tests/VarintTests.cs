using CsCheck;

namespace Levada.Records.Tests;

public sealed class VarintTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(-1, "01")]
    [InlineData(1, "02")]
    [InlineData(63, "7e")]
    [InlineData(-64, "7f")]
    [InlineData(64, "8001")]
    [InlineData(8191, "fe7f")]
    [InlineData(8192, "808001")]
    [InlineData(int.MaxValue, "feffffff0f")]
    [InlineData(int.MinValue, "ffffffff0f")]
    [InlineData(long.MinValue, "ffffffffffffffffff01")]
    public void Known_values_have_their_known_bytes(long value, string hex)
    {
        Span<byte> bytes = new byte[10];
        Assert.Equal(hex.Length / 2, Varint.Write(bytes, value));
        Assert.Equal(hex, Convert.ToHexStringLower(bytes[..(hex.Length / 2)]));
    }

    [Fact]
    public void Both_widths_come_back_with_the_size_foretold() =>
        Gen.Select(GenValue, Gen.Int).Sample((value, narrow) =>
        {
            Span<byte> bytes = new byte[10];
            var byteCount = Varint.Write(bytes, value);
            Assert.Equal(Varint.SizeOf(value), byteCount);
            Assert.Equal(value, Varint.ReadLong(bytes, out var read));
            Assert.Equal(byteCount, read);
            byteCount = Varint.Write(bytes, narrow);
            Assert.Equal(narrow, Varint.Read(bytes, out read));
            Assert.Equal(byteCount, read);
        });

    [Fact]
    public void A_value_cut_short_or_too_long_takes_no_bytes()
    {
        Varint.Read([], out var byteCount);
        Assert.Equal(0, byteCount);
        Varint.Read([0x80, 0x80], out byteCount);
        Assert.Equal(0, byteCount);
        Varint.Read([0x80, 0x80, 0x80, 0x80, 0x80, 0x00], out byteCount);
        Assert.Equal(0, byteCount);
        Varint.ReadLong([.. Enumerable.Repeat((byte)0x80, 10), 0], out byteCount);
        Assert.Equal(0, byteCount);
    }

    private static Gen<long> GenValue => Gen.Select(Gen.Long, Gen.Int[0, 63], (value, shift) => value >> shift);
}
