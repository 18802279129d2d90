using System.Globalization;

namespace Levada.Dump;

/// <summary>The versions in which something exists: <c>3</c>, <c>3-5</c> or <c>3+</c>.</summary>
internal readonly record struct VersionSpan(short Min, short Max)
{
    public static VersionSpan None => new(0, -1);

    public bool Contains(short version) => version >= Min && version <= Max;

    /// <exception cref="FormatException">Not a range of versions.</exception>
    public static VersionSpan Parse(string text)
    {
        if (text.EndsWith('+')) return new VersionSpan(Number(text[..^1]), short.MaxValue);
        var dash = text.IndexOf('-');
        return dash < 0 ? new VersionSpan(Number(text), Number(text)) : new VersionSpan(Number(text[..dash]), Number(text[(dash + 1)..]));
    }

    public static bool IsRange(string text) => text.Length > 0 && char.IsAsciiDigit(text[0]);

    private static short Number(string text) => short.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
