using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>Reads Java's properties files: <c>key=value</c>, <c>key: value</c> or <c>key value</c>, escapes, continued lines.</summary>
public static class JavaProperties
{
    /// <summary>The pairs in order; a key that stands twice has its last value.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Parse(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var line in LogicalLines(text))
        {
            var (keyEnd, valueStart) = FindSeparator(line);
            var key = Unescape(line[..keyEnd]);
            pairs.RemoveAll(pair => pair.Key == key);
            pairs.Add(KeyValuePair.Create(key, Unescape(line[valueStart..])));
        }

        return [.. pairs];
    }

    private static IEnumerable<string> LogicalLines(string text)
    {
        var whole = new StringBuilder();
        foreach (var natural in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = natural.TrimStart(' ', '\t', '\f');
            if (whole.Length == 0 && (line.Length == 0 || line[0] is '#' or '!')) continue;
            var backslashes = line.Length - line.TrimEnd('\\').Length;
            var isContinued = backslashes % 2 == 1;
            whole.Append(isContinued ? line[..^1] : line);
            if (isContinued) continue;
            yield return whole.ToString();
            whole.Clear();
        }

        if (whole.Length > 0) yield return whole.ToString();
    }

    private static (int KeyEnd, int ValueStart) FindSeparator(string line)
    {
        var end = 0;
        while (end < line.Length && line[end] is not ('=' or ':' or ' ' or '\t' or '\f')) end += line[end] == '\\' ? 2 : 1;
        end = Math.Min(end, line.Length);
        var start = SkipBlanks(line, end);
        if (start < line.Length && line[start] is '=' or ':') start = SkipBlanks(line, start + 1);
        return (end, start);
    }

    private static int SkipBlanks(string line, int index)
    {
        while (index < line.Length && line[index] is ' ' or '\t' or '\f') index++;
        return index;
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\' || index + 1 == text.Length)
            {
                plain.Append(text[index]);
                continue;
            }

            index++;
            if (text[index] == 'u' && index + 4 < text.Length
                && ushort.TryParse(text.AsSpan(index + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                plain.Append((char)unit);
                index += 4;
                continue;
            }

            plain.Append(text[index] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
        }

        return plain.ToString();
    }
}
