namespace Levada.Databases.MySql;

/// <summary>Zone names of JDBC URLs in the server's words.</summary>
internal static class MySqlTimeZone
{
    /// <summary>The name or offset for <c>SET time_zone</c>: <c>UTC</c> and <c>GMT+2</c> need no zone tables on the server.</summary>
    public static string NameOf(string zone)
    {
        var offset = zone.Trim();
        foreach (var prefix in (string[])["UTC", "GMT"])
            if (offset.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                offset = offset[prefix.Length..];
                break;
            }
        if (offset.Length == 0 || offset is "Z" or "z")
            return "+00:00";
        return offset[0] is '+' or '-' ? OffsetOf(offset) ?? zone : zone;
    }

    private static string? OffsetOf(string text)
    {
        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        if (digits.Length is 0 or > 4 || !digits.All(char.IsAsciiDigit))
            return null;
        var (hours, minutes) = digits.Length <= 2 ? (digits, "00") : (digits[..^2], digits[^2..]);
        return $"{text[0]}{hours.PadLeft(2, '0')}:{minutes}";
    }
}
