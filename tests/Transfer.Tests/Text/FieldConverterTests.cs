using System.Text;
using CsCheck;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;
using static Levada.Transfer.Tests.Text.TestRows;

namespace Levada.Transfer.Tests.Text;

public sealed class FieldConverterTests
{
    private static readonly TextOptions Options = new();

    private static bool TryConvert(Column column, string field, out ColumnVector values, TextOptions? options = null)
    {
        values = new ColumnVector(column.Kind);
        return new FieldConverter(column, options ?? Options).TryAppend(Encoding.UTF8.GetBytes(field), values);
    }

    private static ColumnVector Convert(Column column, string field, TextOptions? options = null)
    {
        Assert.True(TryConvert(column, field, out var values, options), field);
        Assert.Equal(1, values.Count);
        return values;
    }

    private static ColumnVector Convert(ColumnKind kind, string field) => Convert(ColumnOf(kind), field);

    [Fact]
    public void Null_texts_are_those_of_the_Java_type()
    {
        var options = new TextOptions { InputNullString = "\\N", InputNullNonString = "NUL" };
        Assert.True(Convert(TextColumn(), "\\N", options).IsNull(0));
        Assert.False(Convert(TextColumn(), "NUL", options).IsNull(0));
        Assert.True(Convert(IntegerColumn(), "NUL", options).IsNull(0));
        Assert.False(TryConvert(IntegerColumn(), "\\N", out _, options));
        Assert.True(Convert(IntegerColumn(), "null").IsNull(0));
    }

    [Fact]
    public void An_empty_field_is_NULL_unless_it_is_a_String()
    {
        foreach (var kind in Enum.GetValues<ColumnKind>())
            Assert.Equal(kind != ColumnKind.Text, Convert(kind, "").IsNull(0));
        Assert.True(Convert(TextColumn() with { JavaType = JavaType.ClobRef }, "").IsNull(0));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("t", true)]
    [InlineData("1", true)]
    [InlineData("On", true)]
    [InlineData("yes", true)]
    [InlineData("false", false)]
    [InlineData("y", false)]
    [InlineData("2", false)]
    public void Boolean_words_are_Sqoop_s(string field, bool expected) =>
        Assert.Equal(expected ? 1 : 0, Convert(ColumnKind.Boolean, field).Values<byte>()[0]);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("+5", 5)]
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("0007", 7)]
    public void Integers_have_a_sign_and_digits(string field, int expected) =>
        Assert.Equal(expected, Convert(ColumnKind.Int32, field).Values<int>()[0]);

    [Theory]
    [InlineData(ColumnKind.Int32, "2147483648")]
    [InlineData(ColumnKind.Int32, "1.0")]
    [InlineData(ColumnKind.Int32, " 1")]
    [InlineData(ColumnKind.Int32, "1x")]
    [InlineData(ColumnKind.Int32, "-")]
    [InlineData(ColumnKind.Int64, "9223372036854775808")]
    [InlineData(ColumnKind.Float64, "1.2.3")]
    [InlineData(ColumnKind.Float64, "1e999")]
    [InlineData(ColumnKind.Float64, "abc")]
    [InlineData(ColumnKind.Float32, "1e39")]
    [InlineData(ColumnKind.Decimal, "1,5")]
    [InlineData(ColumnKind.Date, "0000-00-00")]
    [InlineData(ColumnKind.Time, "12:00")]
    [InlineData(ColumnKind.Timestamp, "2009-01-01")]
    [InlineData(ColumnKind.Bytes, "0g")]
    [InlineData(ColumnKind.Bytes, "010f")]
    public void What_is_no_value_is_refused_with_column_and_text_and_nothing_is_appended(ColumnKind kind, string field)
    {
        Assert.False(TryConvert(ColumnOf(kind, "salary"), field, out var values));
        Assert.Equal(0, values.Count);
        var why = new FieldConverter(ColumnOf(kind, "salary"), Options).Explain(Encoding.UTF8.GetBytes(field));
        Assert.Contains("salary", why);
        Assert.Contains($"'{field}'", why);
    }

    [Theory]
    [InlineData("400.0", 400)]
    [InlineData("1.0E7", 1e7)]
    [InlineData("-0.5", -0.5)]
    [InlineData("123456789012345", 123456789012345)]
    [InlineData("0.1", 0.1)]
    [InlineData("NaN", double.NaN)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("4.9E-324", double.Epsilon)]
    public void Doubles_are_read_in_Java_s_forms(string field, double expected) =>
        Assert.Equal(expected, Convert(ColumnKind.Float64, field).Values<double>()[0]);

    [Fact]
    public void The_sign_of_zero_is_kept() =>
        Assert.True(double.IsNegative(Convert(ColumnKind.Float64, "-0.0").Values<double>()[0]));

    [Fact]
    public void Short_numbers_are_rounded_as_the_library_rounds_them() => Gen.Select(Gen.Long[-999_999_999_999_999, 999_999_999_999_999], Gen.Int[0, 15]).Sample((unscaled, places) =>
    {
        var digits = Math.Abs(unscaled).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        var field = $"{(unscaled < 0 ? "-" : "")}{digits[..^places]}.{digits[^places..]}";
        Assert.Equal(double.Parse(field, System.Globalization.CultureInfo.InvariantCulture), Convert(ColumnKind.Float64, field).Values<double>()[0]);
        Assert.Equal(float.Parse(field, System.Globalization.CultureInfo.InvariantCulture), Convert(ColumnKind.Float32, field).Values<float>()[0]);
    });

    [Fact]
    public void Decimals_keep_their_places()
    {
        var values = Convert(ColumnKind.Decimal, "1.00000");
        Assert.Equal((Int128)100_000, values.Values<Int128>()[0]);
        Assert.Equal(5, values.Scales[0]);
    }

    [Theory]
    [InlineData(ColumnKind.Decimal, "NaN")]
    [InlineData(ColumnKind.Decimal, "-Infinity")]
    [InlineData(ColumnKind.Decimal, "123456789012345678901234567890123456789")]
    [InlineData(ColumnKind.Date, "infinity")]
    [InlineData(ColumnKind.Timestamp, "0044-03-15 12:00:00 BC")]
    [InlineData(ColumnKind.Timestamp, "294276-12-31 23:59:59.0")]
    public void Values_that_the_kind_cannot_hold_stay_text(ColumnKind kind, string field)
    {
        Assert.True(Convert(kind, field).TryGetUntyped(0, out var text));
        Assert.Equal(field, text);
    }

    [Theory]
    [InlineData("01 0f", "010F")]
    [InlineData("F0 0F ab", "F00FAB")]
    [InlineData("f 0", "0F00")]
    [InlineData(" 01  02 ", "0102")]
    public void Bytes_are_hexadecimal_pairs(string field, string expected) =>
        Assert.Equal(expected, System.Convert.ToHexString(Convert(ColumnKind.Bytes, field).GetBytes(0)));

    [Fact]
    public void Arbitrary_fields_are_values_or_refused() => Gen.Select(
        Gen.OneOf(Gen.Byte.Array[0, 20], Gen.OneOf("0123456789+-.:eE NaInfity"u8.ToArray()).Array[0, 20]), Gen.Enum<ColumnKind>()).Sample((field, kind) =>
        {
            var values = new ColumnVector(kind);
            Assert.Equal(new FieldConverter(ColumnOf(kind), Options).TryAppend(field, values) ? 1 : 0, values.Count);
        }, iter: 10_000);

    [Fact]
    public void What_a_message_shows_of_a_field_is_short_and_harmless()
    {
        Assert.Equal("a\\x1b[2Jé\\xff…", TextExcerpt.Of([.. "a\u001b[2Jé"u8, 0xff, .. "more"u8], 13));
        Assert.Equal("tab\\x09", TextExcerpt.Of("tab\t"u8));
    }
}
