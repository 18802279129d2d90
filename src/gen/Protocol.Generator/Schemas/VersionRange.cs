using System.Globalization;

namespace Levada.Protocol.Generator.Schemas;

/// <summary>An inclusive range of versions; "8+" is open above.</summary>
internal readonly record struct VersionRange(int Lowest, int Highest)
{
    private const int Open = short.MaxValue;

    public int Lowest { get; } = Lowest;
    public int Highest { get; } = Highest;

    public static VersionRange Empty => new(1, 0);

    public bool IsEmpty => Lowest > Highest;
    public bool Contains(int version) => version >= Lowest && version <= Highest;
    public bool Contains(VersionRange other) => other.IsEmpty || (Contains(other.Lowest) && Contains(other.Highest));

    public VersionRange Intersect(VersionRange other)
    {
        var both = new VersionRange(Math.Max(Lowest, other.Lowest), Math.Min(Highest, other.Highest));
        return both.IsEmpty ? Empty : both;
    }

    /// <summary>The smallest range that holds both.</summary>
    public VersionRange Hull(VersionRange other) =>
        IsEmpty ? other
        : other.IsEmpty ? this
        : new(Math.Min(Lowest, other.Lowest), Math.Max(Highest, other.Highest));

    /// <summary>Reads "3", "3-5" or "3+".</summary>
    public static bool TryParse(string text, out VersionRange range)
    {
        range = Empty;
        if (text.EndsWith("+", StringComparison.Ordinal))
            return TryParseBounds(text.Substring(0, text.Length - 1), null, out range);
        var dash = text.IndexOf('-');
        return dash < 0
            ? TryParseBounds(text, text, out range)
            : TryParseBounds(text.Substring(0, dash), text.Substring(dash + 1), out range);
    }

    public override string ToString() =>
        Lowest == Highest ? $"{Lowest}" : Highest == Open ? $"{Lowest}+" : $"{Lowest}-{Highest}";

    private static bool TryParseBounds(string lowest, string? highest, out VersionRange range)
    {
        var top = Open;
        range = Empty;
        if (!TryParseNumber(lowest, out var bottom) || (highest is not null && !TryParseNumber(highest, out top))) return false;
        range = new VersionRange(bottom, top);
        return !range.IsEmpty;
    }

    private static bool TryParseNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= Open;
}
