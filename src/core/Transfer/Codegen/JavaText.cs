using System.Globalization;
using System.Text;

namespace Levada.Transfer.Codegen;

/// <summary>Values as Java source writes them.</summary>
internal static class JavaText
{
    /// <summary>A string literal of ASCII characters only.</summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var character in value)
        {
            if (character is '"' or '\\')
                text.Append('\\').Append(character);
            // Not as \u000a: Java replaces those before it looks for the end of a literal.
            else if (character < ' ')
                text.Append(CultureInfo.InvariantCulture, $"\\{character >> 6}{(character >> 3) & 7}{character & 7}");
            else if (character <= '~')
                text.Append(character);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }
        return text.Append('"').ToString();
    }

    /// <summary>A char constant.</summary>
    public static string Character(char value) => $"(char) {(int)value}";

    public static string Boolean(bool value) => value ? "true" : "false";
}
