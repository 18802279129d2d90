using System.Text;
using CsCheck;
using Levada.Databases.Values;

namespace Levada.Databases.Tests.Values;

public sealed class ExactDecimalTests
{
    private static readonly Int128 Most = Int128.Parse("99999999999999999999999999999999999999");

    [Theory]
    [InlineData("0", "0", 0)]
    [InlineData("-0.10", "-10", 2)]
    [InlineData("+7.", "7", 0)]
    [InlineData(".5", "5", 1)]
    [InlineData("1e3", "1000", 0)]
    [InlineData("1.25E-7", "125", 9)]
    [InlineData("99999999999999999999999999999999999999", "99999999999999999999999999999999999999", 0)]
    public void A_number_is_read_with_the_digits_it_is_written_with(string text, string unscaled, int scale)
    {
        Assert.True(ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var value, out var places));
        Assert.Equal((Int128.Parse(unscaled), scale), (value, places));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1 ")]
    [InlineData("NaN")]
    [InlineData("1.2.3")]
    [InlineData("1e400")]
    [InlineData("1e-39")]
    [InlineData("100000000000000000000000000000000000000")]
    [InlineData("999999999999999999999999999999999999999999999")]
    public void What_is_no_number_or_needs_more_than_38_digits_is_refused(string text) =>
        Assert.False(ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Bool, Gen.Int[0, 38]).Sample((high, low, isNegative, scale) =>
        {
            var value = (Int128)(new UInt128(high, low) % (UInt128)Most) * (isNegative ? -1 : 1);
            Span<byte> text = stackalloc byte[ExactDecimal.TextLengthMax];
            return ExactDecimal.TryParse(text[..ExactDecimal.Format(value, scale, text)], out var again, out var places) && (again, places) == (value, scale);
        });

    [Fact]
    public void Whatever_bytes_there_are_nothing_is_thrown() =>
        Gen.OneOf(Gen.Byte.Array[0, 60], Gen.OneOf((byte)'0', (byte)'9', (byte)'.', (byte)'-', (byte)'e', (byte)'+').Array[0, 60])
            .Sample(bytes => ExactDecimal.TryParse(bytes, out _, out _) || true);

    [Theory]
    [InlineData("15", 1, 3, "1500", 3)]
    [InlineData("15", 1, 1, "15", 1)]
    [InlineData("15", 3, 1, "15", 3)]
    [InlineData("99999999999999999999999999999999999999", 0, 2, "99999999999999999999999999999999999999", 0)]
    public void A_number_is_widened_to_the_declared_scale_where_it_fits(string unscaled, int scale, int declared, string expected, int expectedScale) =>
        Assert.Equal((Int128.Parse(expected), expectedScale), ExactDecimal.Pad(Int128.Parse(unscaled), scale, declared));
}
