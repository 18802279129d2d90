using System.Globalization;
using CsCheck;
using Levada.Databases.PostgreSql.Values;

namespace Levada.Databases.Tests.PostgreSql;

/// <summary>Texts that are made here of the server's numbers, compared with the server's own.</summary>
public sealed class ServerAgreementTests
{
    [Fact]
    public void Dates_have_the_servers_text()
    {
        using var database = TestDatabase.OpenEmpty();
        var days = Gen.OneOf(Gen.Int[-2_451_545, 2_145_031_948], Gen.Int[-1_000_000, 3_000_000]).Array[2000].Single();
        var texts = database.Read($"SELECT ('2000-01-01'::date + d)::text FROM unnest('{{{string.Join(",", days)}}}'::int[]) d");
        Assert.Equal(texts.Select(row => row[0]), days.Select(CalendarForm.DateText));
    }

    [Fact]
    public void Timestamps_have_the_servers_text()
    {
        using var database = TestDatabase.OpenEmpty();
        var microseconds = Gen.OneOf(Gen.Long[-211_813_488_000_000_000, 9_223_371_331_200_000_000 - 1], Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Long[-60, 60].Select(seconds => seconds * 1_000_000))
            .Array[2000].Single();
        // An interval of days and one of microseconds keep the sum exact where a single one would lose digits.
        var texts = database.Read($"""
            SELECT ('2000-01-01'::timestamp + make_interval(days => (m / 86400000000)::int) + (m % 86400000000) * '1 microsecond'::interval)::text
            FROM unnest('{"{" + string.Join(",", microseconds) + "}"}'::int8[]) m
            """);
        Assert.Equal(texts.Select(row => row[0]), microseconds.Select(CalendarForm.TimestampText));
    }

    [Fact]
    public void Decimals_have_the_servers_digits()
    {
        using var database = TestDatabase.OpenEmpty();
        var texts = Gen.Select(Gen.Int[0, 45], Gen.Int[0, 45], Gen.Bool, Gen.Char['0', '9'].Array[90])
            .Select((integers, fractions, isNegative, digits) =>
                $"{(isNegative ? "-" : "")}{new string(digits, 0, integers)}0{(fractions == 0 ? "" : ".")}{new string(digits, 45, fractions)}")
            .Array[2000].Single();
        var rows = database.Read($"SELECT n::numeric, n::numeric::text FROM unnest('{{{string.Join(",", texts)}}}'::text[]) n");
        Assert.All(rows, row => Assert.Equal(row[1], Plain(row[0]!)));
    }

    private static string Plain(string shown)
    {
        if (shown.StartsWith("untyped ", StringComparison.Ordinal))
            return shown["untyped ".Length..];
        var parts = shown.Split(" / ");
        var scale = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var isNegative = parts[0][0] == '-';
        var digits = parts[0].TrimStart('-').PadLeft(scale + 1, '0');
        return (isNegative ? "-" : "") + (scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}");
    }
}
