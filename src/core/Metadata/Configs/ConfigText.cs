using System.Globalization;

namespace Levada.Metadata.Configs;

/// <summary>Reads and prints configuration values in the spelling that Java's parsers accept and its printers use.</summary>
internal static class ConfigText
{
    public static bool TryBoolean(string text, out bool value)
    {
        var trimmed = text.AsSpan().Trim();
        value = trimmed.Equals("true", StringComparison.OrdinalIgnoreCase);
        return value || trimmed.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    public static bool TryInteger(ConfigType type, string text, out long value)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign;
        if (!long.TryParse(text.AsSpan().Trim(), style, CultureInfo.InvariantCulture, out value)) return false;
        return type switch
        {
            ConfigType.Short => value is >= short.MinValue and <= short.MaxValue,
            ConfigType.Int => value is >= int.MinValue and <= int.MaxValue,
            _ => true,
        };
    }

    public static bool TryDouble(string text, out double value) =>
        double.TryParse(text.AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);

    /// <summary>The elements of a comma-separated list; an empty text has none.</summary>
    public static string[] Split(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length == 0 ? [] : trimmed.Split(',', StringSplitOptions.TrimEntries);
    }

    /// <summary>Whether two paths mean one directory as far as their text tells: slashes at the end and <c>.</c> aside.</summary>
    public static bool IsSameDirectory(string one, string other) =>
        one.StartsWith('/') == other.StartsWith('/') && Steps(one).SequenceEqual(Steps(other));

    private static IEnumerable<string> Steps(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(step => step != ".");

    /// <summary>As Java prints a double: always a fraction, an exponent outside 0.001 to 10,000,000.</summary>
    public static string Print(double value)
    {
        var magnitude = Math.Abs(value);
        if (magnitude != 0 && magnitude is < 1e-3 or >= 1e7)
        {
            var text = value.ToString("E16", CultureInfo.InvariantCulture);
            var exponent = int.Parse(text.AsSpan(text.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            var mantissa = ShortestMantissa(value);
            return $"{mantissa}E{exponent}";
        }

        var plain = value.ToString("R", CultureInfo.InvariantCulture);
        return plain.Contains('.') ? plain : plain + ".0";
    }

    // The shortest round-trip digits, with the point moved behind the first one.
    private static string ShortestMantissa(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('E');
        var digits = (exponent < 0 ? text : text[..exponent]).Replace(".", "", StringComparison.Ordinal).TrimStart('-').Trim('0');
        if (digits.Length == 0) digits = "0";
        var fraction = digits.Length > 1 ? digits[1..] : "0";
        return $"{(value < 0 ? "-" : "")}{digits[0]}.{fraction}";
    }
}
