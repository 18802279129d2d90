using CsCheck;
using Levada.Databases.MySql;
using Levada.Databases.MySql.Reading;
using Levada.Transfer;

namespace Levada.Databases.Tests.MySql;

public sealed class DateTests
{
    private const string Zeros = """
        SET sql_mode='';
        CREATE TABLE z (id INT PRIMARY KEY, d DATE, dt DATETIME(2), ts TIMESTAMP NULL);
        INSERT INTO z VALUES (1,'0000-00-00','0000-00-00','0000-00-00'),(2,'2020-00-15','2020-05-00 10:00:00',NULL),(3,'2020-02-29','2020-02-29','2020-02-29');
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_zero_date_is_read_as_NULL_and_a_partial_one_too_with_a_warning(bool isBinary)
    {
        using var run = MySqlRun.With(Zeros);
        using var session = run.OpenSession();
        var schema = session.DescribeTable(new("z"), CancellationToken.None);
        Assert.Equal(
            ["1|null|null|null", "2|null|null|null", "3|2020-02-29|2020-02-29 00:00:00|2020-02-29 00:00:00"],
            MySqlRun.Read(session, "SELECT * FROM z ORDER BY id", isBinary ? null : schema));
        Assert.Equal(
            ["Column d: 1 dates with a zero month or day were read as NULL.", "Column dt: 1 dates with a zero month or day were read as NULL."], run.Log);
    }

    [Fact]
    public void A_zero_date_is_rounded_when_the_URL_says_so()
    {
        using var run = MySqlRun.With(Zeros, settings => settings with { ZeroDates = ZeroDates.Round });
        Assert.Equal(["0001-01-01|0001-01-01 00:00:00|0001-01-01 00:00:00"], run.Read("SELECT d, dt, ts FROM z WHERE id = 1"));
    }

    [Fact]
    public void A_zero_date_is_refused_when_the_URL_says_so()
    {
        using var run = MySqlRun.With(Zeros, settings => settings with { ZeroDates = ZeroDates.Refuse });
        var failure = Assert.Throws<TransferException>(() => run.Read("SELECT d, dt, ts FROM z WHERE id = 1"));
        Assert.Contains("Column d ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_that_its_month_has_not_is_read_as_NULL()
    {
        using var run = MySqlRun.With("SET sql_mode='ALLOW_INVALID_DATES'; CREATE TABLE t (d DATE); INSERT INTO t VALUES ('2021-02-29'),('2021-04-31'),('2021-04-30');");
        Assert.Equal(["null", "null", "2021-04-30"], run.Read("SELECT d FROM t"));
    }

    [Fact]
    public void Time_stamps_show_the_servers_wall_clock_unless_the_URL_names_a_zone()
    {
        using var run = MySqlRun.With("CREATE TABLE t (ts TIMESTAMP); INSERT INTO t VALUES ('2020-07-01 12:00:00');");
        Assert.Equal(["2020-07-01 12:00:00"], run.Read("SELECT ts FROM t"));
        using var east = run.As(settings => settings with { TimeZone = "GMT+2" });
        Assert.Equal(["2020-07-01 14:00:00"], east.Read("SELECT ts FROM t"));
    }

    [Fact]
    public void A_zone_that_the_server_does_not_know_is_named()
    {
        using var run = MySqlRun.With("SELECT 1");
        using var nowhere = run.As(settings => settings with { TimeZone = "Europe/Nowhere" });
        Assert.Contains("Europe/Nowhere", Assert.Throws<TransferException>(nowhere.OpenSession).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UTC", "+00:00")]
    [InlineData("Z", "+00:00")]
    [InlineData("GMT+2", "+02:00")]
    [InlineData("UTC-03:30", "-03:30")]
    [InlineData("+0530", "+05:30")]
    [InlineData("Europe/Berlin", "Europe/Berlin")]
    [InlineData("Etc/GMT+5", "Etc/GMT+5")]
    public void Offsets_need_no_zone_tables_on_the_server(string zone, string name) => Assert.Equal(name, MySqlTimeZone.NameOf(zone));

    [Fact]
    public void Days_are_counted_as_the_calendar_does() =>
        Gen.Int[0, (int)(DateTime.MaxValue - DateTime.MinValue).TotalDays].Sample(day =>
        {
            var date = DateTime.MinValue.AddDays(day);
            var clock = new WallClock(date.Year, date.Month, date.Day, 0, 0);
            return clock.IsOfCalendar && clock.DaysSinceEpoch == (date - DateTime.UnixEpoch).Days;
        });

    [Fact]
    public void The_year_zero_is_the_one_before_the_year_one() =>
        Assert.Equal(new WallClock(1, 1, 1, 0, 0).DaysSinceEpoch - 366, new WallClock(0, 1, 1, 0, 0).DaysSinceEpoch);
}
