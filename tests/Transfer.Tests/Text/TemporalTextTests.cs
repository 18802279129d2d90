using System.Text;
using CsCheck;
using Levada.Transfer.Text;

namespace Levada.Transfer.Tests.Text;

public sealed class TemporalTextTests
{
    private const long Second = TemporalText.TicksOfSecond;

    private delegate int Writer(Span<byte> target);

    private static string Text(Writer write)
    {
        Span<byte> text = stackalloc byte[TemporalText.BytesMax];
        return Encoding.ASCII.GetString(text[..write(text)]);
    }

    private static string Date(long days) => Text(target => TemporalText.WriteDate(days, target));

    private static string Time(long ticks, bool isFractionWritten = false) => Text(target => TemporalText.WriteTime(ticks, isFractionWritten, target));

    private static string Timestamp(long ticks) => Text(target => TemporalText.WriteTimestamp(ticks, target));

    [Fact]
    public void Days_are_those_of_the_calendar_that_NET_has() => Gen.Int[0, DateOnly.MaxValue.DayNumber].Sample(dayNumber =>
    {
        var expected = DateOnly.FromDayNumber(dayNumber);
        var days = dayNumber - new DateOnly(1970, 1, 1).DayNumber;
        Assert.Equal($"{expected:yyyy-MM-dd}", Date(days));
        Assert.Equal(days, new CivilDate(expected.Year, expected.Month, expected.Day).ToDays());
    });

    [Theory]
    [InlineData(0, "1970-01-01")]
    [InlineData(-719_162, "0001-01-01")]
    [InlineData(-719_163, "0000-12-31")]
    [InlineData(-719_529, "-0001-12-31")]
    [InlineData(2_932_897, "10000-01-01")]
    [InlineData(int.MaxValue, "5881580-07-11")]
    [InlineData(int.MinValue, "-5877641-06-23")]
    public void Years_beyond_four_digits_and_before_the_first_are_written(int days, string expected)
    {
        Assert.Equal(expected, Date(days));
        Assert.Equal(TextRead.Value, TemporalReader.ReadDate(Encoding.ASCII.GetBytes(expected), out var read));
        Assert.Equal(days, read);
    }

    [Theory]
    [InlineData(0, "00:00:00")]
    [InlineData(44653 * Second, "12:24:13")]
    [InlineData((44653 * Second) + 9_999_999, "12:24:13")]
    [InlineData(24 * 3600 * Second, "24:00:00")]
    [InlineData(((838 * 3600) + (59 * 60) + 59) * Second, "838:59:59")]
    [InlineData(-((838 * 3600) + (59 * 60) + 59) * Second, "-838:59:59")]
    public void A_time_has_no_fraction_and_as_many_hours_as_it_needs(long ticks, string expected) => Assert.Equal(expected, Time(ticks));

    [Fact]
    public void A_time_s_fraction_is_written_on_demand()
    {
        Assert.Equal("00:00:01.5", Time(15_000_000, isFractionWritten: true));
        Assert.Equal("-00:00:00.0000001", Time(-1, isFractionWritten: true));
        Assert.Equal("00:00:01", Time(Second, isFractionWritten: true));
    }

    [Theory]
    [InlineData(0, "1970-01-01 00:00:00.0")]
    [InlineData(-1, "1969-12-31 23:59:59.9999999")]
    [InlineData(12405974400002000L, "2009-04-24 18:24:00.0002")]
    [InlineData(12405974401200000L, "2009-04-24 18:24:00.12")]
    [InlineData(2534023007999999999L, "9999-12-31 23:59:59.9999999")]
    public void A_timestamp_has_at_least_one_digit_of_fraction_and_no_zeros_at_its_end(long ticks, string expected) =>
        Assert.Equal(expected, Timestamp(ticks));

    [Fact]
    public void Every_timestamp_reads_back_as_itself() => Gen.Long.Sample(ticks =>
    {
        Assert.Equal(TextRead.Value, TemporalReader.ReadTimestamp(Encoding.ASCII.GetBytes(Timestamp(ticks)), out var read));
        Assert.Equal(ticks, read);
    });

    [Fact]
    public void Every_time_that_a_database_holds_reads_back_as_itself() => Gen.Long[-999 * 3600 * Second, 999 * 3600 * Second].Sample(ticks =>
    {
        Assert.Equal(TextRead.Value, TemporalReader.ReadTime(Encoding.ASCII.GetBytes(Time(ticks, isFractionWritten: true)), out var read));
        Assert.Equal(ticks, read);
    });

    [Theory]
    [InlineData("2021-2-3", 18661)]
    [InlineData("2020-02-29", 18321)]
    public void Months_and_days_may_have_one_digit(string text, int days)
    {
        Assert.Equal(TextRead.Value, TemporalReader.ReadDate(Encoding.ASCII.GetBytes(text), out var read));
        Assert.Equal(days, read);
    }

    [Theory]
    [InlineData("2021-02-29")]
    [InlineData("2021-13-01")]
    [InlineData("0000-00-00")]
    [InlineData("21-01-01")]
    [InlineData("2021-01-01 ")]
    [InlineData("2021-001-01")]
    [InlineData("2021/01/01")]
    [InlineData("x BC")]
    [InlineData("")]
    public void What_the_calendar_lacks_is_no_date(string text) =>
        Assert.Equal(TextRead.Invalid, TemporalReader.ReadDate(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("infinity")]
    [InlineData("-infinity")]
    [InlineData("0044-03-15 BC")]
    [InlineData("9999999-01-01")]
    public void What_lies_beyond_the_calendar_travels_as_text(string text) =>
        Assert.Equal(TextRead.Untyped, TemporalReader.ReadDate(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("1970-01-01 00:00:01", Second)]
    [InlineData("1970-01-01 0:0:1.5", Second + 5_000_000)]
    [InlineData("1970-01-01 00:00:00.123456789", 1_234_567)]
    public void A_timestamp_s_fraction_may_have_none_to_nine_digits(string text, long ticks)
    {
        Assert.Equal(TextRead.Value, TemporalReader.ReadTimestamp(Encoding.ASCII.GetBytes(text), out var read));
        Assert.Equal(ticks, read);
    }

    [Theory]
    [InlineData("1970-01-01")]
    [InlineData("1970-01-01 24:00:00")]
    [InlineData("1970-01-01 00:60:00")]
    [InlineData("1970-01-01 00:00:00.")]
    [InlineData("1970-01-01 00:00:00.1234567890")]
    [InlineData("1970-01-01T00:00:00")]
    public void What_JDBC_would_not_read_is_no_timestamp(string text) =>
        Assert.Equal(TextRead.Invalid, TemporalReader.ReadTimestamp(Encoding.ASCII.GetBytes(text), out _));
}
