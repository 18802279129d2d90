using System.Text;
using CsCheck;
using Levada.Databases.Sqlite;

namespace Levada.Databases.Tests.Sqlite;

public sealed class SqliteTimeTests
{
    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Long[0, DateTime.MaxValue.Ticks].Sample(ticks =>
        {
            var value = ticks - DateTime.UnixEpoch.Ticks;
            Span<byte> text = stackalloc byte[SqliteTime.TextLengthMax];
            return SqliteTime.TryParseTimestamp(text[..SqliteTime.FormatTimestamp(value, text)], out var again) && again == value;
        });

    [Fact]
    public void Days_count_as_the_calendar_does() =>
        Gen.Int[0, DateOnly.MaxValue.DayNumber].Sample(number =>
        {
            var date = DateOnly.FromDayNumber(number);
            return SqliteTime.TryParseDate(Encoding.ASCII.GetBytes(date.ToString("yyyy-MM-dd")), out var days) && days == number - 719_162;
        });

    [Theory]
    [InlineData("2020-02-30")]
    [InlineData("2020-13-01")]
    [InlineData("0000-01-01")]
    [InlineData("20200101")]
    [InlineData("2020-1-1")]
    [InlineData("12020-01-01")]
    [InlineData("-2020-01-01")]
    public void What_is_no_day_is_refused(string text) => Assert.False(SqliteTime.TryParseDate(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("2020-01-01 24:00:00")]
    [InlineData("2020-01-01 10:60:00")]
    [InlineData("2020-01-01 10:00:00Z")]
    [InlineData("2020-01-01 10:00:00+02:00")]
    [InlineData("2020-01-01 10:00:00.12345678")]
    [InlineData("2020-01-01 10:00:00.")]
    [InlineData("2020-01-01_10:00:00")]
    [InlineData("2020-01-01 ")]
    public void What_is_no_wall_clock_of_100_ns_is_refused(string text) => Assert.False(SqliteTime.TryParseTimestamp(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("2020-01-01", 0)]
    [InlineData("2020-01-01T00:01", 60)]
    [InlineData("2020-01-01 00:00:05.000000000", 5)]
    public void The_forms_of_SQLites_own_functions_are_read(string text, int seconds)
    {
        Assert.True(SqliteTime.TryParseTimestamp(Encoding.ASCII.GetBytes(text), out var ticks));
        Assert.Equal(new DateTime(2020, 1, 1).AddSeconds(seconds), DateTime.UnixEpoch.AddTicks(ticks));
    }

    [Fact]
    public void Whatever_bytes_there_are_nothing_is_thrown() =>
        Gen.OneOf(Gen.Byte.Array[0, 40], Gen.OneOf((byte)'0', (byte)'2', (byte)'-', (byte)':', (byte)'.', (byte)' ').Array[0, 40])
            .Sample(bytes => SqliteTime.TryParseTimestamp(bytes, out _) || SqliteTime.TryParseTime(bytes, out _) || true);

    [Fact]
    public void Days_that_SQLite_does_not_know_are_not_written()
    {
        Span<byte> text = stackalloc byte[SqliteTime.TextLengthMax];
        Assert.Equal((0, 0, 0), (SqliteTime.FormatDate(int.MaxValue, text), SqliteTime.FormatDate(int.MinValue, text), SqliteTime.FormatTime(-1, text)));
        Assert.Equal(0, SqliteTime.FormatTimestamp(long.MaxValue, text));
    }
}
