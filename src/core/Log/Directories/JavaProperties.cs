using System.Text;

namespace Levada.Log.Directories;

/// <summary>The little of Java's properties format that a broker's own files use: one <c>name=value</c> per line.</summary>
internal static class JavaProperties
{
    public static SortedDictionary<string, string> Parse(string text)
    {
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] is '#' or '!') continue;
            var separator = line.AsSpan().IndexOfAny('=', ':');
            if (separator > 0) properties[Unescape(line[..separator].TrimEnd())] = Unescape(line[(separator + 1)..].TrimStart());
        }

        return properties;
    }

    public static string Format(SortedDictionary<string, string> properties)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in properties) text.Append(Escape(name)).Append('=').Append(Escape(value)).Append('\n');
        return text.ToString();
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            if (character is '\\' or '=' or ':' or '#' or '!') escaped.Append('\\');
            escaped.Append(character);
        }

        return escaped.ToString();
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\\' && index + 1 < text.Length) index++;
            plain.Append(text[index]);
        }

        return plain.ToString();
    }
}
