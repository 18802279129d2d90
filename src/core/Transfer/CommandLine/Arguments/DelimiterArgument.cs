using System.Globalization;

namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>Reads a delimiter: one character, or an escape such as <c>\t</c>, <c>\001</c>, <c>\0x1f</c>.</summary>
internal static class DelimiterArgument
{
    /// <param name="draft">Takes the warning about surplus characters.</param>
    /// <exception cref="UsageException">Nothing, an unknown escape, or a number that is none.</exception>
    public static char Parse(string text, OptionsDraft draft)
    {
        if (text.Length == 0) throw new UsageException("Character argument expected." + UsageException.Hint);
        if (text[0] == '\\') return text.Length == 1 ? '\\' : ParseEscape(text);
        if (text.Length > 1)
            draft.Warn("sqoop.SqoopOptions", $"Character argument {text} has multiple characters; only the first will be used.");
        return text[0];
    }

    private static char ParseEscape(string text)
    {
        if (text.StartsWith(@"\0x", StringComparison.OrdinalIgnoreCase)) return ParseHex(text[3..]);
        if (text[1] == '0') return text.Length == 2 ? '\0' : ParseOctal(text[2..]);
        return text switch
        {
            @"\b" => '\b',
            @"\n" => '\n',
            @"\r" => '\r',
            @"\t" => '\t',
            "\\\"" => '"',
            @"\'" => '\'',
            @"\\" => '\\',
            _ => throw new UsageException($"Cannot understand character argument: {text}{UsageException.Hint}"),
        };
    }

    private static char ParseHex(string digits)
    {
        if (digits.Length == 0) throw new UsageException("Base-16 value expected for character argument." + UsageException.Hint);
        return ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? (char)value
            : throw NotANumber(digits);
    }

    private static char ParseOctal(string digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7') throw NotANumber(digits);
            value = value * 8 + (digit - '0');
            if (value > char.MaxValue) throw NotANumber(digits);
        }

        return (char)value;
    }

    private static UsageException NotANumber(string digits) =>
        new($"Cannot understand character argument: {digits} is not the number of a character.{UsageException.Hint}");
}
