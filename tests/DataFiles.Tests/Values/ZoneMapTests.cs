using CsCheck;
using Levada.DataFiles.Values;

namespace Levada.DataFiles.Tests.Values;

public sealed class ZoneMapTests
{
    private const long DayMillis = 86_400_000;
    private const long Days400Years = 146_097 * DayMillis;

    public static TheoryData<string> Zones => ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo"];

    [Theory]
    [MemberData(nameof(Zones))]
    public void An_instant_has_the_wall_clock_that_the_system_gives_it(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var map = new ZoneMap(zone);
        // 1900 to 2100, to the millisecond.
        Gen.Long[-2_208_988_800_000, 4_102_444_800_000].Sample(
            instant =>
            {
                var offset = zone.GetUtcOffset(DateTime.UnixEpoch.AddMilliseconds(instant));
                Assert.Equal(instant + (long)offset.TotalMilliseconds, map.ToWall(instant));
            },
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_wall_clock_that_exists_comes_back_from_its_instant(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        var map = new ZoneMap(zone);
        Gen.Long[-2_208_988_800_000, 4_102_444_800_000].Sample(
            wall =>
            {
                if (!zone.IsInvalidTime(new DateTime(DateTime.UnixEpoch.AddMilliseconds(wall).Ticks, DateTimeKind.Unspecified)))
                    Assert.Equal(wall, map.ToWall(map.ToInstant(wall)));
            },
            threads: 1);
    }

    [Theory]
    [InlineData("2021-03-28T01:59:59.999", "2021-03-28T00:59:59.999Z")]
    [InlineData("2021-03-28T02:00:00.000", "2021-03-28T01:00:00.000Z")] // The gap begins: an hour on.
    [InlineData("2021-03-28T02:59:59.999", "2021-03-28T01:59:59.999Z")]
    [InlineData("2021-03-28T03:00:00.000", "2021-03-28T01:00:00.000Z")]
    [InlineData("2021-10-31T01:59:59.999", "2021-10-30T23:59:59.999Z")]
    [InlineData("2021-10-31T02:00:00.000", "2021-10-31T00:00:00.000Z")] // Twice: the earlier, summer time.
    [InlineData("2021-10-31T02:59:59.999", "2021-10-31T00:59:59.999Z")]
    [InlineData("2021-10-31T03:00:00.000", "2021-10-31T02:00:00.000Z")]
    public void Gaps_move_forward_and_overlaps_take_the_earlier_offset(string wall, string instant) =>
        Assert.Equal(Millis(instant), new ZoneMap(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).ToInstant(Millis(wall + "Z")));

    [Fact]
    public void Years_beyond_9999_follow_the_rules_of_the_same_year_of_an_era()
    {
        var map = new ZoneMap(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var summer = Millis("9990-07-15T12:00:00Z");
        Assert.Equal(summer - 7_200_000, map.ToInstant(summer));
        for (var eras = 1L; eras <= 1000; eras *= 10)
            Assert.Equal(summer + (eras * Days400Years) - 7_200_000, map.ToInstant(summer + (eras * Days400Years)));
    }

    [Fact]
    public void Years_before_the_first_have_the_first_offset()
    {
        var map = new ZoneMap(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var first = Millis("0001-01-02T00:00:00Z");
        var offset = first - map.ToInstant(first);
        Assert.Equal(first - (5 * Days400Years) - offset, map.ToInstant(first - (5 * Days400Years)));
    }

    private static long Millis(string time) => DateTimeOffset.Parse(time, null).ToUnixTimeMilliseconds();
}
