using System.Globalization;

namespace Levada.Output;

/// <summary>Quantities as people read them.</summary>
internal static class Quantity
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Bytes in units of 1000, with three digits.</summary>
    public static string Bytes(double byteCount)
    {
        var unit = 0;
        for (; byteCount >= 999.5 && unit < Units.Length - 1; unit++) byteCount /= 1000;
        var digits = unit == 0 || byteCount >= 99.95 ? "0" : byteCount >= 9.995 ? "0.0" : "0.00";
        return $"{byteCount.ToString(digits, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>A count with thousands apart.</summary>
    public static string Count(double count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds since 1970 as ISO 8601 in UTC; the number itself where no calendar holds it.</summary>
    public static string Time(long timestampMs) =>
        timestampMs is > -62_135_596_800_000 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(timestampMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : timestampMs.ToString(CultureInfo.InvariantCulture);
}
