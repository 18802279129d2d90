using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Levada.Transfer;

namespace Levada.Sqoop.Connections;

/// <summary>The zone in which times are shown: what Sqoop's Java machine would take for its own.</summary>
internal static partial class TimeZoneChoice
{
    private const string Property = "user.timezone";
    private const string AsOption = "-Duser.timezone=";

    /// <summary>The IANA name: of <c>-Duser.timezone</c>, of the Java options of a Hadoop job, of HADOOP_OPTS, of TZ, else the system's.</summary>
    /// <exception cref="TransferException">A zone that nobody knows.</exception>
    public static string Choose(ImmutableSortedDictionary<string, string> properties, Func<string, string?> variable, Func<string> system)
    {
        var name = properties.GetValueOrDefault(Property)
            ?? properties.Where(static pair => JavaOptions().IsMatch(pair.Key)).Select(static pair => FromOptions(pair.Value)).FirstOrDefault(static zone => zone is not null)
            ?? FromOptions(variable("HADOOP_OPTS"))
            ?? variable("TZ")?.TrimStart(':');
        return string.IsNullOrEmpty(name) ? system() : Resolve(name);
    }

    private static string? FromOptions(string? options) => options?
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .LastOrDefault(static option => option.StartsWith(AsOption, StringComparison.Ordinal))?[AsOption.Length..].Trim('"', '\'');

    private static string Resolve(string name)
    {
        if (name.ToUpperInvariant() is "UTC" or "GMT" or "Z") return "UTC";
        if (Offset().Match(name) is { Success: true } offset && FromOffset(offset) is { } fixedZone) return fixedZone;
        // A path names a file of zone data: /usr/share/zoneinfo/Europe/Berlin.
        var zone = name.Split("/zoneinfo/")[^1];
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
            ? zone
            : throw new TransferException($"There is no time zone {name}: name one as Europe/Berlin or GMT+2.");
    }

    // Java's GMT+2 lies east; the names of whole hours in the zone database count the other way.
    private static string? FromOffset(Match offset)
    {
        var hours = int.Parse(offset.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var isWhole = offset.Groups[3].Value is "" or "00";
        if (!isWhole || hours > 12) return null;
        return hours == 0 ? "UTC" : $"Etc/GMT{(offset.Groups[1].Value == "+" ? '-' : '+')}{hours.ToString(CultureInfo.InvariantCulture)}";
    }

    [GeneratedRegex(@"^mapred(uce)?\..*java\.opts$")]
    private static partial Regex JavaOptions();

    [GeneratedRegex(@"^(?:GMT|UTC)([+-])(\d{1,2}):?(\d{2})?$", RegexOptions.IgnoreCase)]
    private static partial Regex Offset();
}
