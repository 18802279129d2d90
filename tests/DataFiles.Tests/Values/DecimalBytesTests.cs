using System.Numerics;
using CsCheck;
using Levada.DataFiles.Values;

namespace Levada.DataFiles.Tests.Values;

public sealed class DecimalBytesTests
{
    private static readonly Gen<Int128> Numbers =
        Gen.Select(Gen.Long, Gen.ULong, Gen.Int[0, 127], static (upper, lower, shift) => new Int128((ulong)upper, lower) >> shift);

    [Fact]
    public void A_number_is_written_as_BigInteger_writes_it() => Numbers.Sample(number =>
    {
        var bytes = DecimalBytes.Write(number, new byte[DecimalBytes.ByteCountMax]).ToArray();
        Assert.Equal(((BigInteger)number).ToByteArray(isUnsigned: false, isBigEndian: true), bytes);
        Assert.True(DecimalBytes.TryRead(bytes, out var read));
        Assert.Equal(number, read);
    });

    [Fact]
    public void Bytes_longer_than_needed_are_the_same_number() => Gen.Select(Numbers, Gen.Int[0, 20]).Sample((number, extra) =>
    {
        var shortest = ((BigInteger)number).ToByteArray(isUnsigned: false, isBigEndian: true);
        byte[] bytes = [.. Enumerable.Repeat((byte)(number < 0 ? 0xFF : 0), extra), .. shortest];
        Assert.True(DecimalBytes.TryRead(bytes, out var read));
        Assert.Equal(number, read);
    });

    [Fact]
    public void A_number_that_does_not_fit_is_none() => Numbers.Sample(number =>
    {
        var large = ((BigInteger)number * 256 * 65_536) + (number < 0 ? -((BigInteger)1 << 140) : (BigInteger)1 << 140);
        Assert.False(DecimalBytes.TryRead(large.ToByteArray(isUnsigned: false, isBigEndian: true), out _));
    });

    [Fact]
    public void Another_scale_is_the_same_value_or_refused() =>
        Gen.Select(Numbers, Gen.Int[0, 45], Gen.Int[0, 45]).Sample((number, scale, newScale) =>
        {
            var isDone = DecimalBytes.TryRescale(number, scale, newScale, out var rescaled);
            var (exact, rest) = newScale >= scale
                ? ((BigInteger)number * BigInteger.Pow(10, newScale - scale), BigInteger.Zero)
                : (BigInteger.DivRem(number, BigInteger.Pow(10, scale - newScale), out var lost), lost);
            if (isDone)
                Assert.Equal((exact, BigInteger.Zero), ((BigInteger)rescaled, rest));
            else
                Assert.True(rest != 0 || BigInteger.Abs(exact) >= BigInteger.Pow(10, 38));
        });
}
