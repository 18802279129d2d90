using System.Globalization;

namespace Levada.Sqoop.Output;

/// <summary>The text of the progress bar.</summary>
internal static class ProgressLine
{
    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB"];

    /// <summary>Rows, rows per second and bytes so far, e.g. <c>1,234,567 rows, 310,000 rows/s, 104.2 MB</c>.</summary>
    public static string Of(long rows, long bytes, TimeSpan elapsed)
    {
        var rate = elapsed > TimeSpan.Zero ? rows / elapsed.TotalSeconds : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{rows:#,##0} rows, {rate:#,##0} rows/s, {Size(bytes)}");
    }

    private static string Size(double bytes)
    {
        var unit = 0;
        while (bytes >= 1024 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:#,##0.#} {Units[unit]}");
    }
}
