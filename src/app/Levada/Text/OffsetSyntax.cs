using System.Globalization;

namespace Levada.Text;

/// <summary>Reads offsets and times as <c>-o</c> takes them.</summary>
internal static class OffsetSyntax
{
    /// <summary>The forms, for help texts and errors.</summary>
    public const string Forms = "beginning, end, stored, an offset, -N for the last N, @TIME, s@TIME and e@TIME for a range; "
        + "TIME is milliseconds since 1970, ISO 8601 (local unless it names a zone), or -15m, -2h, -7d for so long ago";

    /// <summary>Reads several <c>-o</c> arguments into one range.</summary>
    /// <exception cref="UsageException">A form that does not exist, or two starts or stops.</exception>
    public static OffsetRange ParseRange(IEnumerable<string> texts, DateTimeOffset now)
    {
        OffsetSpec? start = null;
        OffsetSpec? stop = null;
        foreach (var text in texts.SelectMany(text => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)))
        {
            var isStop = text.StartsWith("e@", StringComparison.Ordinal);
            var spec = Parse(isStop || text.StartsWith("s@", StringComparison.Ordinal) ? text[1..] : text, now);
            if ((isStop ? stop : start) is not null) throw new UsageException($"'{text}' sets {(isStop ? "the end" : "the start")} a second time");
            if (isStop) stop = spec;
            else start = spec;
        }

        return new OffsetRange(start, stop);
    }

    /// <exception cref="UsageException">A form that does not exist.</exception>
    public static OffsetSpec Parse(string text, DateTimeOffset now)
    {
        switch (text)
        {
            case "beginning" or "earliest" or "start": return new OffsetSpec(OffsetKind.Beginning);
            case "end" or "latest": return new OffsetSpec(OffsetKind.End);
            case "stored": return new OffsetSpec(OffsetKind.Stored);
        }

        if (text.StartsWith('@')) return new OffsetSpec(OffsetKind.Time, ParseTime(text[1..], now));
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number < 0 || text.StartsWith('-') ? new OffsetSpec(OffsetKind.BeforeEnd, -number) : new OffsetSpec(OffsetKind.Absolute, number);
        return TryParseTime(text, now, out var timestampMs)
            ? new OffsetSpec(OffsetKind.Time, timestampMs)
            : throw new UsageException($"'{text}' is no offset: {Forms}");
    }

    /// <summary>Milliseconds since 1970 of a time.</summary>
    /// <exception cref="UsageException">A form that does not exist.</exception>
    public static long ParseTime(string text, DateTimeOffset now)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var timestampMs)) return timestampMs;
        return TryParseTime(text, now, out timestampMs)
            ? timestampMs
            : throw new UsageException($"'{text}' is no time: write milliseconds since 1970, 2026-01-31T12:00:00Z, or -15m, -2h, -7d");
    }

    private static bool TryParseTime(string text, DateTimeOffset now, out long timestampMs)
    {
        timestampMs = 0;
        if (text is ['-', .., var unit] && long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            long? unitMs = unit switch { 's' => 1_000, 'm' => 60_000, 'h' => 3_600_000, 'd' => 86_400_000, _ => null };
            if (unitMs is null || count > long.MaxValue / 1_000_000_000) return false;
            timestampMs = Math.Max(0, now.ToUnixTimeMilliseconds() - (count * unitMs.Value));
            return true;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)) return false;
        timestampMs = time.ToUnixTimeMilliseconds();
        return true;
    }
}
