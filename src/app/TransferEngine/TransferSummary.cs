using System.Globalization;

namespace Levada.TransferEngine;

/// <summary>The closing lines of a transfer, which scripts read: their shape is Sqoop's.</summary>
internal static class TransferSummary
{
    private static readonly string[] _units = ["bytes", "KB", "MB", "GB"];

    public static void Write(ITransferLog log, string verb, TransferResult result)
    {
        var seconds = Math.Max(result.Duration.TotalSeconds, 0.0001);
        log.Info($"Transferred {Size(result.ByteCount)} in {Number(seconds)} seconds ({Size(result.ByteCount / seconds)}/sec)");
        log.Info($"{verb} {result.RowCount.ToString(CultureInfo.InvariantCulture)} records.");
    }

    private static string Size(double bytes)
    {
        var unit = 0;
        while (bytes > 1024 && unit < _units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return $"{Number(bytes)} {_units[unit]}";
    }

    private static string Number(double value) => value.ToString("#,##0.####", CultureInfo.InvariantCulture);
}
