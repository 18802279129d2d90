using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;
using Levada.Transfer.Text;

namespace Levada.Transfer.Tests.Text;

public sealed class DecimalTextTests
{
    private static string Plain(Int128 unscaled, int scale)
    {
        Span<byte> text = stackalloc byte[DecimalText.BytesMax];
        return Encoding.ASCII.GetString(text[..DecimalText.WritePlain(unscaled, scale, text)]);
    }

    private static string Java(Int128 unscaled, int scale)
    {
        Span<byte> text = stackalloc byte[DecimalText.BytesMax];
        return Encoding.ASCII.GetString(text[..DecimalText.WriteJava(unscaled, scale, text)]);
    }

    private static readonly Int128 Greatest = Int128.Parse(new string('9', 38), CultureInfo.InvariantCulture);

    private static readonly Gen<Int128> AnyUnscaled = Gen.OneOf(
        Gen.Long.Select(value => (Int128)value),
        Gen.Select(Gen.Long, Gen.ULong, (high, low) => new Int128((ulong)high, low) % (Greatest + 1)));

    [Theory]
    [InlineData("0", 0, "0")]
    [InlineData("0", 5, "0.00000")]
    [InlineData("100000", 5, "1.00000")]
    [InlineData("-1", 7, "-0.0000001")]
    [InlineData("-12345", 2, "-123.45")]
    [InlineData("12", 2, "0.12")]
    [InlineData("123456789012345678901234567890", 5, "1234567890123456789012345.67890")]
    [InlineData("-99999999999999999999999999999999999999", 38, "-0.99999999999999999999999999999999999999")]
    [InlineData("10000000000000000000", 0, "10000000000000000000")]
    public void The_plain_form_has_as_many_places_as_the_scale(string unscaled, int scale, string expected) =>
        Assert.Equal(expected, Plain(Int128.Parse(unscaled, CultureInfo.InvariantCulture), scale));

    // Texts of Java 17's BigDecimal.toString.
    [Theory]
    [InlineData("1", 7, "1E-7")]
    [InlineData("10", 7, "0.0000010")]
    [InlineData("-123", 10, "-1.23E-8")]
    [InlineData("0", 7, "0E-7")]
    [InlineData("0", 6, "0.000000")]
    [InlineData("12345", 2, "123.45")]
    [InlineData("1234567890123456789012345", 40, "1.234567890123456789012345E-16")]
    public void The_other_form_is_Java_s(string unscaled, int scale, string expected) =>
        Assert.Equal(expected, Java(Int128.Parse(unscaled, CultureInfo.InvariantCulture), scale));

    [Fact]
    public void Both_forms_read_back_as_the_same_number() => Gen.Select(AnyUnscaled, Gen.Int[0, 38]).Sample((unscaled, scale) =>
    {
        foreach (var text in new[] { Plain(unscaled, scale), Java(unscaled, scale) })
        {
            Assert.True(DecimalText.TryRead(Encoding.ASCII.GetBytes(text), out var readUnscaled, out var readScale, out var fits), text);
            Assert.True(fits, text);
            Assert.Equal((unscaled, scale), (readUnscaled, readScale));
        }
    });

    [Theory]
    [InlineData("5", "5", 0)]
    [InlineData("+5.", "5", 0)]
    [InlineData("-.50", "-50", 2)]
    [InlineData("1E3", "1000", 0)]
    [InlineData("1.5e+1", "15", 0)]
    [InlineData("1.25E-2", "125", 4)]
    [InlineData("0E5", "0", 0)]
    [InlineData("000000000000000000000000000000000000000000000000001", "1", 0)]
    public void Java_s_number_forms_are_read(string text, string unscaled, int scale)
    {
        Assert.True(DecimalText.TryRead(Encoding.ASCII.GetBytes(text), out var readUnscaled, out var readScale, out var fits));
        Assert.True(fits);
        Assert.Equal((Int128.Parse(unscaled, CultureInfo.InvariantCulture), scale), (readUnscaled, readScale));
    }

    [Theory]
    [InlineData("100000000000000000000000000000000000000")]
    [InlineData("1E38")]
    [InlineData("1E-39")]
    [InlineData("1E2147483647")]
    [InlineData("-9999999999999999999999999999999999999999999999999.5")]
    public void A_number_beyond_38_digits_is_one_that_does_not_fit(string text)
    {
        Assert.True(DecimalText.TryRead(Encoding.ASCII.GetBytes(text), out _, out _, out var fits));
        Assert.False(fits);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("1e99999999999")]
    [InlineData("1 ")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("--1")]
    public void What_is_no_number_is_refused(string text) =>
        Assert.False(DecimalText.TryRead(Encoding.ASCII.GetBytes(text), out _, out _, out _));

    [Fact]
    public void Digits_beyond_64_bits_are_exact() => Gen.Select(AnyUnscaled, Gen.Int[0, 38]).Sample((unscaled, scale) =>
        Assert.Equal(((BigInteger)unscaled).ToString(CultureInfo.InvariantCulture), Plain(unscaled, 0)));
}
