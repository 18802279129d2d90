using System.Collections.Immutable;

namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>Names separated by commas: blanks around them go, commas at the end are harmless.</summary>
internal static class ColumnList
{
    public static ImmutableArray<string> Parse(string? text)
    {
        if (text is null) return [];
        var names = text.Split(',');
        var count = names.Length;
        while (count > 0 && names[count - 1].Length == 0) count--;
        return [.. names.Take(count).Select(static name => name.Trim())];
    }
}
