using System.Globalization;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>Single escapes of RE2, in .NET's spelling.</summary>
internal static class Re2Escape
{
    // What scripts have among the characters that topic names can have.
    private const string LatinLetters = "A-Za-z";
    private const string CommonCharacters = @"\x00-@\[-`{-\x7f";
    private const int AsciiMax = 0x7f;

    private static readonly string[] Categories =
    [
        "L", "Ll", "Lu", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Cs", "Co",
    ];

    /// <summary>One character that stands for itself.</summary>
    public static string Literal(char unit) => char.IsAsciiLetterOrDigit(unit) || unit == '_' ? unit.ToString() : $"\\u{(int)unit:x4}";

    /// <param name="text">Begins with a backslash.</param>
    /// <param name="length">How many characters of it the escape takes.</param>
    public static bool TryRead(ReadOnlySpan<char> text, bool isInClass, out string translated, out int length)
    {
        translated = "";
        length = 2;
        if (text.Length < 2) return false;
        var unit = text[1];
        switch (unit)
        {
            case 'd' or 'D' or 's' or 'S' or 'w' or 'W' or 'a' or 'f' or 'n' or 'r' or 't' or 'v':
            case 'b' or 'B' or 'A' or 'z' when !isInClass:
                translated = text[..2].ToString();
                return true;
            case 'p' or 'P': return TryProperty(text, isInClass, out translated, out length);
            case 'x': return TryHex(text, out translated, out length);
            case >= '0' and <= '7': return TryOctal(text, out translated, out length);
            default:
                translated = Literal(unit);
                return unit <= AsciiMax && !char.IsAsciiLetterOrDigit(unit);
        }
    }

    private static bool TryHex(ReadOnlySpan<char> text, out string translated, out int length)
    {
        var isBraced = text.Length > 2 && text[2] == '{';
        var end = isBraced ? text.IndexOf('}') : 4;
        length = isBraced ? end + 1 : end;
        translated = "";
        if (end < 3 || end > text.Length) return false;
        if (!int.TryParse(text[(isBraced ? 3 : 2)..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return false;
        // No topic has a character beyond ASCII: any other of them stands for all.
        translated = value <= char.MaxValue ? Literal((char)value) : @"\uffff";
        return value is >= 0 and <= 0x10ffff;
    }

    private static bool TryOctal(ReadOnlySpan<char> text, out string translated, out int length)
    {
        length = 1;
        var value = 0;
        while (length < text.Length && length < 4 && text[length] is >= '0' and <= '7') value = value * 8 + (text[length++] - '0');
        translated = Literal((char)value);
        // A single digit other than zero is a backreference.
        return length > 2 || value == 0;
    }

    /// <summary>Unicode classes: general categories as they are, scripts by their ASCII characters.</summary>
    private static bool TryProperty(ReadOnlySpan<char> text, bool isInClass, out string translated, out int length)
    {
        translated = "";
        var end = text.Length > 2 && text[2] == '{' ? text.IndexOf('}') : 2;
        length = end + 1;
        if (end < 2 || text.Length <= 2) return false;
        var name = end == 2 ? text.Slice(2, 1) : text[3..end];
        var isNegated = text[1] == 'P';
        if (name.StartsWith("^"))
        {
            isNegated = !isNegated;
            name = name[1..];
        }

        if (Categories.Contains(name.ToString())) translated = $@"\{(isNegated ? 'P' : 'p')}{{{name}}}";
        else if (name.SequenceEqual("Any") && !isNegated) translated = isInClass ? @"\s\S" : @"[\s\S]";
        else if (!isInClass && name.SequenceEqual("Latin")) translated = Bracket(LatinLetters, isNegated);
        else if (!isInClass && name.SequenceEqual("Common")) translated = Bracket(CommonCharacters, isNegated);
        else return false;
        return true;
    }

    private static string Bracket(string ranges, bool isNegated) => $"[{(isNegated ? "^" : "")}{ranges}]";
}
