using System.Globalization;
using System.Numerics;
using CsCheck;
using Levada.Databases.PostgreSql.Values;

namespace Levada.Databases.Tests.PostgreSql;

public sealed class NumericFormTests
{
    private static readonly Gen<(Int128 Unscaled, int Scale)> Decimals = Gen.Select(
        Gen.Int[0, 38], Gen.ULong, Gen.ULong, Gen.Bool, Gen.Int[0, 38],
        (digits, high, low, isNegative, scale) =>
        {
            var magnitude = (Int128)(((UInt128)(high >> 1) << 64) | low) % NumericForm.PowerOfTen(digits);
            return (isNegative ? -magnitude : magnitude, scale);
        });

    [Fact]
    public void A_decimal_of_up_to_38_digits_comes_back_as_it_was() => Decimals.Sample(value =>
    {
        var bytes = Write(value.Unscaled, value.Scale);
        Assert.True(NumericForm.TryReadDecimal(bytes, out var unscaled, out var scale));
        Assert.Equal(value, (unscaled, scale));
    });

    [Fact]
    public void The_text_of_a_decimal_has_all_digits_of_its_scale() => Decimals.Sample(value =>
    {
        var magnitude = BigInteger.Abs((BigInteger)value.Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(value.Scale + 1, '0');
        var expected = magnitude[..^value.Scale] + (value.Scale == 0 ? "" : "." + magnitude[^value.Scale..]);
        Assert.Equal((value.Unscaled < 0 ? "-" : "") + expected, NumericForm.ReadText(Write(value.Unscaled, value.Scale)));
    });

    [Theory]
    [InlineData("0", 0, "0000 0000 0000 0000")]
    [InlineData("1", 0, "0001 0000 0000 0000 0001")]
    [InlineData("-15", 1, "0002 0000 4000 0001 0001 1388")]
    [InlineData("10000", 0, "0001 0001 0000 0000 0001")]
    [InlineData("1", 5, "0001 FFFE 0000 0005 03E8")]
    [InlineData("12345678", 4, "0002 0000 0000 0004 04D2 162E")]
    public void The_bytes_are_those_of_the_server(string unscaled, int scale, string expected) => Assert.Equal(
        expected.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(Write(Int128.Parse(unscaled, CultureInfo.InvariantCulture), scale)));

    [Fact]
    public void More_than_38_digits_are_never_cut() => Gen.Select(Gen.Int[100, 9999], Gen.Int[0, 9999].Array[9], Gen.Int[0, 36]).Sample((first, others, scale) =>
    {
        // Ten groups, the first of at least three digits, some of them behind the point.
        var fractionGroups = scale / 4;
        int[] groups = [first, .. others];
        byte[] bytes = [0, 10, 0, (byte)(9 - fractionGroups), 0, 0, 0, (byte)(fractionGroups * 4), .. groups.SelectMany(group => new[] { (byte)(group >> 8), (byte)group })];
        Assert.False(NumericForm.TryReadDecimal(bytes, out _, out _));
        var digits = $"{first}{string.Concat(others.Select(group => group.ToString("D4", CultureInfo.InvariantCulture)))}";
        Assert.Equal(digits, NumericForm.ReadText(bytes).Replace(".", "", StringComparison.Ordinal));
    });

    [Fact]
    public void Bytes_that_are_no_numeric_are_refused() => Gen.Byte.Array[0, 40].Sample(bytes =>
    {
        try
        {
            if (NumericForm.TryReadDecimal(bytes, out var unscaled, out _))
                Assert.True(Int128.Abs(unscaled) < NumericForm.PowerOfTen(38));
            NumericForm.ReadText(bytes);
        }
        catch (Transfer.TransferException)
        {
            return;
        }
    });

    private static byte[] Write(Int128 unscaled, int scale)
    {
        var bytes = new byte[NumericForm.ByteCountMax];
        return bytes[..NumericForm.Write(unscaled, scale, bytes)];
    }
}
