using System.Text;

namespace Levada.Metadata.Configs;

/// <summary>Reads the text of a Java properties file: comments, continued lines, escapes, <c>=</c>, <c>:</c> or blanks between.</summary>
/// <remarks>
/// Source: the documentation of java.util.Properties.load. Backslash and u and four hexadecimal digits name a UTF-16 unit;
/// where the digits are missing the letter u stands for itself. Files are taken as UTF-8.
/// </remarks>
public static class PropertiesText
{
    public static IReadOnlyList<PropertyLine> Parse(string text)
    {
        var assignments = new List<PropertyLine>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var first = lines[index].TrimStart(' ', '\t', '\f');
            if (first.Length == 0 || first[0] is '#' or '!') continue;
            var start = index + 1;
            var logical = first;
            while (IsContinued(logical))
            {
                var next = index + 1 < lines.Length ? lines[++index].TrimStart(' ', '\t', '\f') : null;
                logical = logical[..^1] + next;
                if (next is null) break;
            }

            assignments.Add(Split(logical, start));
        }

        return assignments;
    }

    // An odd number of backslashes at the end: an even one is escaped backslashes.
    private static bool IsContinued(string line)
    {
        var count = 0;
        while (count < line.Length && line[^(count + 1)] == '\\') count++;
        return count % 2 == 1;
    }

    private static PropertyLine Split(string line, int number)
    {
        var end = 0;
        while (end < line.Length && line[end] is not ('=' or ':' or ' ' or '\t' or '\f'))
            end += line[end] == '\\' ? 2 : 1;
        end = Math.Min(end, line.Length);
        var value = end;
        while (value < line.Length && line[value] is ' ' or '\t' or '\f') value++;
        if (value < line.Length && line[value] is '=' or ':')
        {
            value++;
            while (value < line.Length && line[value] is ' ' or '\t' or '\f') value++;
        }

        return new PropertyLine(number, Unescape(line.AsSpan(0, end)), Unescape(line.AsSpan(value)));
    }

    private static string Unescape(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\')) return text.ToString();
        var plain = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\' || index + 1 == text.Length)
            {
                plain.Append(text[index]);
                continue;
            }

            var letter = text[++index];
            if (letter == 'u' && index + 4 < text.Length && TryHex(text.Slice(index + 1, 4), out var unit))
            {
                plain.Append(unit);
                index += 4;
                continue;
            }

            plain.Append(letter switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', _ => letter });
        }

        return plain.ToString();
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out char unit)
    {
        var isHex = ushort.TryParse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value);
        unit = (char)value;
        return isHex;
    }
}
