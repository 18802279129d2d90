using System.Globalization;
using System.Text;
using CsCheck;
using Levada.Transfer.Text;

namespace Levada.Transfer.Tests.Text;

public sealed class JavaFloatTextTests
{
    private static string Of(double value)
    {
        Span<byte> text = stackalloc byte[JavaFloatText.BytesMax];
        return Encoding.ASCII.GetString(text[..JavaFloatText.Write(value, text)]);
    }

    private static string Of(float value)
    {
        Span<byte> text = stackalloc byte[JavaFloatText.BytesMax];
        return Encoding.ASCII.GetString(text[..JavaFloatText.Write(value, text)]);
    }

    // Texts of Java 17's Double.toString.
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(400, "400.0")]
    [InlineData(1000000, "1000000.0")]
    [InlineData(9999999, "9999999.0")]
    [InlineData(9999999.999999998, "9999999.999999998")]
    [InlineData(10000000, "1.0E7")]
    [InlineData(-12345678, "-1.2345678E7")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0001, "1.0E-4")]
    [InlineData(0.00099999, "9.9999E-4")]
    [InlineData(123.456, "123.456")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(1e21, "1.0E21")]
    [InlineData(1.7976931348623157E308, "1.7976931348623157E308")]
    [InlineData(2.2250738585072014E-308, "2.2250738585072014E-308")]
    [InlineData(4.9E-324, "4.9E-324")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void A_double_reads_as_in_Java(double value, string expected) => Assert.Equal(expected, Of(value));

    // Texts of Java 17's Float.toString.
    [Theory]
    [InlineData(0f, "0.0")]
    [InlineData(400f, "400.0")]
    [InlineData(0.1f, "0.1")]
    [InlineData(1.1f, "1.1")]
    [InlineData(9999999f, "9999999.0")]
    [InlineData(1e7f, "1.0E7")]
    [InlineData(16777216f, "1.6777216E7")]
    [InlineData(0.001f, "0.001")]
    [InlineData(0.0009f, "9.0E-4")]
    [InlineData(-123456.7f, "-123456.7")]
    [InlineData(3.4028235E38f, "3.4028235E38")]
    [InlineData(1.4E-45f, "1.4E-45")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_float_reads_as_in_Java(float value, string expected) => Assert.Equal(expected, Of(value));

    private static readonly Gen<double> AnyDouble = Gen.OneOf(
        Gen.Double,
        Gen.Long.Select(BitConverter.Int64BitsToDouble),
        Gen.Select(Gen.Long[-10_000_000_000, 10_000_000_000], Gen.Int[0, 9], (unscaled, places) => unscaled / Math.Pow(10, places)));

    private static readonly Gen<float> AnyFloat = Gen.OneOf(
        Gen.Int.Select(BitConverter.Int32BitsToSingle),
        Gen.Select(Gen.Int[-10_000_000, 10_000_000], Gen.Int[0, 9], (unscaled, places) => unscaled / (float)Math.Pow(10, places)));

    /// <summary>Significant digits without zeros around them.</summary>
    private static string DigitsOf(string text) =>
        text.Split('E')[0].Replace("-", "").Replace(".", "").Trim('0');

    [Fact]
    public void A_double_has_the_shortest_digits_that_read_back_the_same() => AnyDouble.Sample(value =>
    {
        var text = Of(value);
        Assert.Equal(value, double.Parse(text, CultureInfo.InvariantCulture));
        if (double.IsFinite(value) && Math.Abs(value) > 1e-300)
            Assert.Equal(DigitsOf(value.ToString("R", CultureInfo.InvariantCulture)), DigitsOf(text));
    });

    [Fact]
    public void A_float_has_the_shortest_digits_that_read_back_the_same() => AnyFloat.Sample(value =>
    {
        var text = Of(value);
        Assert.Equal(value, float.Parse(text, CultureInfo.InvariantCulture));
        if (float.IsFinite(value) && Math.Abs(value) > 1e-36f)
            Assert.Equal(DigitsOf(value.ToString("R", CultureInfo.InvariantCulture)), DigitsOf(text));
    });

    [Fact]
    public void Plain_form_ends_where_Java_s_does() => AnyDouble.Sample(value =>
    {
        var magnitude = Math.Abs(value);
        var isPlain = magnitude is 0 or (>= 1e-3 and < 1e7) || !double.IsFinite(value);
        Assert.Equal(isPlain, !Of(value).Contains('E'));
    });
}
