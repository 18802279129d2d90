using System.Globalization;
using System.Text;

namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>Resolves the escapes of a Java string literal, which is what Sqoop made of null texts.</summary>
internal static class JavaLiteral
{
    /// <summary>The text without escapes. A backslash before anything that Java knows no escape for stays: <c>\N</c> means itself.</summary>
    public static string Resolve(string literal)
    {
        if (!literal.Contains('\\', StringComparison.Ordinal)) return literal;
        var text = new StringBuilder(literal.Length);
        for (var index = 0; index < literal.Length;)
        {
            var length = literal[index] == '\\' ? AppendEscape(text, literal.AsSpan(index)) : 0;
            if (length == 0) text.Append(literal[index]);
            index += Math.Max(1, length);
        }

        return text.ToString();
    }

    /// <summary>How many characters the escape at the start takes; 0: it is none.</summary>
    private static int AppendEscape(StringBuilder text, ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2) return 0;
        if (rest[1] == 'u') return AppendUnicode(text, rest);
        if (rest[1] is >= '0' and <= '7') return AppendOctal(text, rest);
        char? escaped = rest[1] switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\'' => '\'',
            '\\' => '\\',
            _ => null,
        };
        if (escaped is not { } c) return 0;
        text.Append(c);
        return 2;
    }

    private static int AppendUnicode(StringBuilder text, ReadOnlySpan<char> rest)
    {
        if (rest.Length < 6 || !ushort.TryParse(rest[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)) return 0;
        text.Append((char)unit);
        return 6;
    }

    private static int AppendOctal(StringBuilder text, ReadOnlySpan<char> rest)
    {
        // Three digits only up to \377.
        var digitsMax = rest[1] <= '3' ? 3 : 2;
        var value = 0;
        var length = 1;
        while (length <= digitsMax && length < rest.Length && rest[length] is >= '0' and <= '7') value = value * 8 + (rest[length++] - '0');
        text.Append((char)value);
        return length;
    }
}
