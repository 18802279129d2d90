using System.Globalization;

namespace Levada.Transfer.Targets;

/// <summary>Names of part files: <c>part-m-00000.gz</c>.</summary>
public static class PartNames
{
    private const int DigitCount = 5;
    private const int DigitCountMax = 9;
    private const string DefaultBase = "part";

    /// <param name="baseName">What names begin with; <c>part</c> unless set otherwise.</param>
    /// <param name="letter">The kind of task: <c>m</c> of an import, <c>r</c> of a merge.</param>
    /// <param name="part">From 0, with five digits or more.</param>
    /// <param name="extension">With its dot, or empty.</param>
    public static string Of(string baseName, char letter, int part, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{baseName}-{letter}-{part:D5}{extension}");

    /// <summary>The number that an appended file gets first: one above the greatest among the names that look like part files, else 0.</summary>
    public static int Next(IEnumerable<string> existing, string baseName)
    {
        var next = 0;
        foreach (var name in existing)
            if (IsCounted(name, baseName) && NumberAt(name) is { } digits)
                next = Math.Max(next, NumberIn(name, digits) + 1);
        return next;
    }

    /// <summary>The name under which a file is appended: its own up to the number, the given number, its own from the last dot.</summary>
    public static string Renumber(string name, int number)
    {
        if (NumberAt(name) is not { } digits)
            throw new ArgumentException($"{name} is no name of a part file.", nameof(name));
        var rest = name[digits.End..];
        var dot = rest.LastIndexOf('.');
        return string.Create(CultureInfo.InvariantCulture, $"{name.AsSpan(0, digits.Start.Value)}{number:D5}{(dot < 0 ? "" : rest[dot..])}");
    }

    /// <summary>The number in a part file's name; -1 when the name has none.</summary>
    public static int NumberOf(string name) => NumberAt(name) is { } digits ? NumberIn(name, digits) : -1;

    private static bool IsCounted(string name, string baseName) =>
        name.StartsWith(DefaultBase, StringComparison.Ordinal) || name.StartsWith(baseName + "-", StringComparison.Ordinal);

    private static int NumberIn(string name, Range digits) => int.Parse(name.AsSpan()[digits], NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The digits behind the last hyphen that has five or more behind it.</summary>
    private static Range? NumberAt(string name)
    {
        for (var hyphen = name.LastIndexOf('-'); hyphen > 0; hyphen = name.LastIndexOf('-', hyphen - 1))
        {
            var start = hyphen + 1;
            var end = start;
            while (end < name.Length && char.IsAsciiDigit(name[end]))
                end++;
            if (end - start is >= DigitCount and <= DigitCountMax)
                return start..end;
        }

        return null;
    }
}
