using System.Globalization;

namespace Levada.Log.Segments;

/// <summary>The names of a partition's files: 20 digits of the base offset and what the file holds.</summary>
internal static class SegmentFileName
{
    public const string Log = ".log";
    public const string OffsetIndex = ".index";
    public const string TimeIndex = ".timeindex";
    public const string TransactionIndex = ".txnindex";
    public const string Snapshot = ".snapshot";
    public const string Deleted = ".deleted";
    public const string Cleaned = ".cleaned";
    public const string Swap = ".swap";

    private const int DigitCount = 20;

    public static string Of(long offset, string suffix) => offset.ToString("D20", CultureInfo.InvariantCulture) + suffix;

    public static string PathOf(string directory, long offset, string suffix) => $"{directory}/{Of(offset, suffix)}";

    /// <summary>Whether the name is an offset followed by exactly this suffix.</summary>
    public static bool TryParse(string name, string suffix, out long offset)
    {
        offset = -1;
        return name.Length == DigitCount + suffix.Length
            && name.EndsWith(suffix, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, DigitCount), NumberStyles.None, CultureInfo.InvariantCulture, out offset);
    }
}
