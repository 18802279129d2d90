using Levada.Transfer.Rows;
using Levada.Transfer.Text;
using Levada.Transfer.Types;
using static Levada.Transfer.Tests.Text.TestRows;

namespace Levada.Transfer.Tests.Types;

public sealed class RowConversionTests
{
    private static RowBatch Convert(Column source, ColumnKind target, params Action<ColumnVector>[] appends)
    {
        var batch = new RowBatch(Schema(source));
        foreach (var append in appends)
            append(batch.Columns[0]);
        return new RowConversion(batch.Schema, Schema(ColumnOf(target, source.Name))).Convert(batch);
    }

    private static string? ConvertOne(ColumnKind source, ColumnKind target, Action<ColumnVector> append)
    {
        var converted = Convert(ColumnOf(source), target, append);
        Assert.Equal(target, converted.Columns[0].Kind);
        return ValueText.Of(converted.Schema[0], converted.Columns[0], 0);
    }

    [Fact]
    public void Rows_whose_kinds_are_wanted_are_not_touched()
    {
        var batch = Texts("a", "b");
        var conversion = new RowConversion(batch.Schema, batch.Schema);
        Assert.True(conversion.IsIdentity);
        Assert.Same(batch, conversion.Convert(batch));
    }

    [Fact]
    public void Columns_that_stay_are_shared_and_the_others_follow_each_batch()
    {
        var source = Schema(IntegerColumn("a"), IntegerColumn("b"));
        var target = Schema(IntegerColumn("a"), TextColumn("b"));
        var conversion = new RowConversion(source, target);
        var batch = new RowBatch(source);
        for (var round = 0; round < 2; round++)
        {
            batch.Clear();
            batch.SourceName = "f";
            for (var row = 0; row <= round; row++)
            {
                batch.Columns[0].AppendInt32(row);
                batch.Columns[1].AppendInt32(row + 10);
                batch.SetPosition(row, row + 100);
            }
            var converted = conversion.Convert(batch);
            Assert.Same(batch.Columns[0], converted.Columns[0]);
            Assert.Same(target, converted.Schema);
            Assert.Equal(round + 1, converted.RowCount);
            Assert.Equal($"{round + 10}", ValueText.Of(target[1], converted.Columns[1], round));
            Assert.Equal(("f", round + 100L), (converted.SourceName, converted.PositionOf(round)));
        }
    }

    [Fact]
    public void A_String_has_the_text_that_a_file_would_have()
    {
        Assert.Equal("true", ConvertOne(ColumnKind.Boolean, ColumnKind.Text, c => c.AppendBoolean(true)));
        Assert.Equal("-5", ConvertOne(ColumnKind.Int32, ColumnKind.Text, c => c.AppendInt32(-5)));
        Assert.Equal("1.0E7", ConvertOne(ColumnKind.Float64, ColumnKind.Text, c => c.AppendFloat64(1e7)));
        Assert.Equal("0.0000001", ConvertOne(ColumnKind.Decimal, ColumnKind.Text, c => c.AppendDecimal(1, 7)));
        Assert.Equal("2009-05-14", ConvertOne(ColumnKind.Date, ColumnKind.Text, c => c.AppendDate(14378)));
        Assert.Equal("00:00:00.5", ConvertOne(ColumnKind.Time, ColumnKind.Text, c => c.AppendTicks(5_000_000)));
        Assert.Equal("1970-01-01 00:00:00.5", ConvertOne(ColumnKind.Timestamp, ColumnKind.Text, c => c.AppendTicks(5_000_000)));
        Assert.Equal("01 0f", ConvertOne(ColumnKind.Bytes, ColumnKind.Text, c => c.AppendBytes([1, 15])));
        Assert.Equal("infinity", ConvertOne(ColumnKind.Date, ColumnKind.Text, c => c.AppendUntyped("infinity")));
    }

    [Theory]
    [InlineData(37, 1, "3")]
    [InlineData(-37, 1, "-3")]
    [InlineData(5, 3, "0")]
    [InlineData(int.MaxValue, 0, "2147483647")]
    public void A_fraction_is_cut_off_where_a_whole_number_is_asked_for(int unscaled, int scale, string expected)
    {
        Assert.Equal(expected, ConvertOne(ColumnKind.Decimal, ColumnKind.Int32, c => c.AppendDecimal(unscaled, scale)));
        Assert.Equal(expected, ConvertOne(ColumnKind.Float64, ColumnKind.Int64, c => c.AppendFloat64(unscaled / Math.Pow(10, scale))));
    }

    [Fact]
    public void Numbers_become_each_other()
    {
        Assert.Equal("7", ConvertOne(ColumnKind.Int32, ColumnKind.Int64, c => c.AppendInt32(7)));
        Assert.Equal("7.0", ConvertOne(ColumnKind.Int64, ColumnKind.Float32, c => c.AppendInt64(7)));
        Assert.Equal("0.1", ConvertOne(ColumnKind.Float32, ColumnKind.Float64, c => c.AppendFloat32(0.1f)));
        Assert.Equal("1.25", ConvertOne(ColumnKind.Decimal, ColumnKind.Float64, c => c.AppendDecimal(125, 2)));
        Assert.Equal("400.0", ConvertOne(ColumnKind.Float64, ColumnKind.Decimal, c => c.AppendFloat64(400)));
        Assert.Equal("1.0", ConvertOne(ColumnKind.Boolean, ColumnKind.Float64, c => c.AppendBoolean(true)));
        Assert.Equal("0", ConvertOne(ColumnKind.Boolean, ColumnKind.Int32, c => c.AppendBoolean(false)));
        Assert.Equal("true", ConvertOne(ColumnKind.Decimal, ColumnKind.Boolean, c => c.AppendDecimal(1, 1)));
        Assert.Equal("false", ConvertOne(ColumnKind.Int32, ColumnKind.Boolean, c => c.AppendInt32(0)));
        Assert.Equal("true", ConvertOne(ColumnKind.Float64, ColumnKind.Boolean, c => c.AppendFloat64(0.5)));
    }

    [Fact]
    public void Text_is_read_as_an_export_reads_it()
    {
        Assert.Equal("42", ConvertOne(ColumnKind.Text, ColumnKind.Int32, c => c.AppendText("42")));
        Assert.Equal("true", ConvertOne(ColumnKind.Text, ColumnKind.Boolean, c => c.AppendText("YES")));
        Assert.Equal("2009-05-14", ConvertOne(ColumnKind.Text, ColumnKind.Date, c => c.AppendText("2009-5-14")));
        Assert.Equal("61 c3 a9", ConvertOne(ColumnKind.Text, ColumnKind.Bytes, c => c.AppendText("aé")));
    }

    [Fact]
    public void Days_and_timestamps_become_each_other()
    {
        Assert.Equal("2009-05-14 00:00:00.0", ConvertOne(ColumnKind.Date, ColumnKind.Timestamp, c => c.AppendDate(14378)));
        Assert.Equal("1969-12-31", ConvertOne(ColumnKind.Timestamp, ColumnKind.Date, c => c.AppendTicks(-1)));
        Assert.Equal("23:59:59", ConvertOne(ColumnKind.Timestamp, ColumnKind.Time, c => c.AppendTicks(-1)));
    }

    [Fact]
    public void NULL_stays_NULL()
    {
        var converted = Convert(IntegerColumn(), ColumnKind.Text, c => c.AppendNull(), c => c.AppendInt32(1));
        Assert.True(converted.Columns[0].IsNull(0));
        Assert.False(converted.Columns[0].IsNull(1));
    }

    public static TheoryData<ColumnKind, ColumnKind, string> Misfits => new()
    {
        { ColumnKind.Int64, ColumnKind.Int32, "2147483648" },
        { ColumnKind.Float64, ColumnKind.Int64, "9.223372036854775808E18" },
        { ColumnKind.Float64, ColumnKind.Int32, "NaN" },
        { ColumnKind.Float64, ColumnKind.Float32, "1.0E300" },
        { ColumnKind.Text, ColumnKind.Int32, "forty" },
        { ColumnKind.Date, ColumnKind.Timestamp, "5881580-07-11" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_value_that_does_not_fit_is_an_error_with_column_and_value(ColumnKind source, ColumnKind target, string value)
    {
        var batch = One(ColumnOf(source, "salary"), c => Assert.True(
            new FieldConverter(ColumnOf(source), new()).TryAppend(System.Text.Encoding.UTF8.GetBytes(value), c)));
        var conversion = new RowConversion(batch.Schema, Schema(ColumnOf(target, "salary")));
        var failure = Assert.Throws<TransferException>(() => conversion.Convert(batch));
        Assert.Contains("salary", failure.Message);
        Assert.Contains(value[..3], failure.Message);
    }

    [Fact]
    public void A_decimal_that_is_no_number_stays_the_text_it_is() =>
        Assert.Equal("-Infinity", ConvertOne(ColumnKind.Float64, ColumnKind.Decimal, c => c.AppendFloat64(double.NegativeInfinity)));

    [Fact]
    public void An_untyped_value_that_is_none_of_the_wanted_type_is_an_error() =>
        Assert.Throws<TransferException>(() => ConvertOne(ColumnKind.Decimal, ColumnKind.Int32, c => c.AppendUntyped("NaN")));

    [Theory]
    [InlineData(ColumnKind.Date, ColumnKind.Int32)]
    [InlineData(ColumnKind.Date, ColumnKind.Time)]
    [InlineData(ColumnKind.Int32, ColumnKind.Timestamp)]
    [InlineData(ColumnKind.Bytes, ColumnKind.Int64)]
    [InlineData(ColumnKind.Int32, ColumnKind.Bytes)]
    public void A_type_that_no_value_fits_is_refused_before_the_first_row(ColumnKind source, ColumnKind target)
    {
        var failure = Assert.Throws<TransferException>(() => new RowConversion(Schema(ColumnOf(source, "salary")), Schema(ColumnOf(target))));
        Assert.Contains("salary", failure.Message);
    }
}
