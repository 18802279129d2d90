using System.Globalization;

namespace Levada.DataFiles.Targets;

/// <summary>Where values lie that are too large for their record: <c>_lob/large_obj_0.lob</c>, one file for each part.</summary>
internal static class LargeObjectNames
{
    public const string Directory = "_lob";

    private const string Prefix = "large_obj_";
    private const string Extension = ".lob";

    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}{Extension}");

    /// <summary>The number above all that the names in an existing <see cref="Directory"/> hold: records name these files, so none may be renamed.</summary>
    public static int Next(IEnumerable<string> names)
    {
        var next = 0;
        foreach (var name in names)
            if (name.StartsWith(Prefix, StringComparison.Ordinal)
                && name.EndsWith(Extension, StringComparison.Ordinal)
                && name.Length > Prefix.Length + Extension.Length
                && int.TryParse(name.AsSpan()[Prefix.Length..^Extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                next = Math.Max(next, number + 1);
        return next;
    }
}
