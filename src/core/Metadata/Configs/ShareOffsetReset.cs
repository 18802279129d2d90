using System.Globalization;

namespace Levada.Metadata.Configs;

/// <summary>Where a share group begins a partition it has no state of (<c>share.auto.offset.reset</c>, KIP-932, KIP-1106).</summary>
/// <param name="DurationMs">With <see cref="ShareOffsetResetKind.ByDuration"/>: how far back from now.</param>
public readonly record struct ShareOffsetReset(ShareOffsetResetKind Kind, long DurationMs = 0)
{
    private const string ByDurationPrefix = "by_duration:";

    // A duration in days and smaller, of which only seconds have a fraction, as Java reads it.
    private static readonly (char Unit, long Ms, bool IsTime)[] Units =
        [('D', 86_400_000, false), ('H', 3_600_000, true), ('M', 60_000, true), ('S', 1000, true)];

    /// <summary>Reads <c>earliest</c>, <c>latest</c> or <c>by_duration:PnDTnHnMn.nS</c>; a negative duration is none.</summary>
    public static bool TryParse(string text, out ShareOffsetReset reset)
    {
        reset = new(ShareOffsetResetKind.Latest);
        if (text == "latest") return true;
        if (text == "earliest")
        {
            reset = new(ShareOffsetResetKind.Earliest);
            return true;
        }

        if (!text.StartsWith(ByDurationPrefix, StringComparison.Ordinal)) return false;
        if (!TryDuration(text.AsSpan(ByDurationPrefix.Length), out var durationMs)) return false;
        reset = new(ShareOffsetResetKind.ByDuration, durationMs);
        return true;
    }

    private static bool TryDuration(ReadOnlySpan<char> text, out long durationMs)
    {
        durationMs = 0;
        if (text.IsEmpty || char.ToUpperInvariant(text[0]) != 'P') return false;
        text = text[1..];
        decimal sumMs = 0;
        var (isTime, isEmpty) = (false, true);
        foreach (var unit in Units)
        {
            if (unit.IsTime && !isTime && !text.IsEmpty && char.ToUpperInvariant(text[0]) == 'T')
            {
                (isTime, isEmpty) = (true, true);
                text = text[1..];
            }

            if (unit.IsTime && !isTime) break;
            if (!TryTake(ref text, unit.Unit, out var amount)) continue;
            sumMs += amount * unit.Ms;
            isEmpty = false;
        }

        if (isEmpty || !text.IsEmpty || sumMs is < 0 or > long.MaxValue) return false;
        durationMs = (long)sumMs;
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<char> text, char unit, out decimal amount)
    {
        amount = 0;
        var end = text.IndexOfAnyExceptInRange('+', '9');
        if (end <= 0 || char.ToUpperInvariant(text[end]) != unit) return false;
        var style = NumberStyles.AllowLeadingSign | (unit == 'S' ? NumberStyles.AllowDecimalPoint : NumberStyles.None);
        if (end > 20 || !decimal.TryParse(text[..end], style, CultureInfo.InvariantCulture, out amount)) return false;
        text = text[(end + 1)..];
        return true;
    }
}
