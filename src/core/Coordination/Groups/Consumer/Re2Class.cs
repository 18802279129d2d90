using System.Text;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>Reads one bracketed character class of RE2 and writes it in .NET's syntax.</summary>
internal sealed class Re2Class(string pattern, int start)
{
    private static readonly (string Name, string Ranges, string Others)[] Named =
    [
        ("alnum", "0-9A-Za-z", @"\x00-/:-@\[-`{-\uffff"),
        ("alpha", "A-Za-z", @"\x00-@\[-`{-\uffff"),
        ("ascii", @"\x00-\x7f", @"\x80-\uffff"),
        ("blank", @"\t ", @"\x00-\x08\x0a-\x1f!-\uffff"),
        ("cntrl", @"\x00-\x1f\x7f", @" -~\x80-\uffff"),
        ("digit", "0-9", @"\x00-/:-\uffff"),
        ("graph", "!-~", @"\x00- \x7f-\uffff"),
        ("lower", "a-z", @"\x00-`{-\uffff"),
        ("print", " -~", @"\x00-\x1f\x7f-\uffff"),
        ("punct", @"!-/:-@\[-`{-~", @"\x00- 0-9A-Za-z\x7f-\uffff"),
        ("space", @"\t-\r ", @"\x00-\x08\x0e-\x1f!-\uffff"),
        ("upper", "A-Z", @"\x00-@\[-\uffff"),
        ("word", "0-9A-Za-z_", @"\x00-/:-@\[-\^`{-\uffff"),
        ("xdigit", "0-9A-Fa-f", @"\x00-/:-@G-`g-\uffff"),
    ];

    private readonly StringBuilder _output = new("[");
    private int _next = start + 1;

    /// <param name="length">How many characters of the pattern the class takes.</param>
    public bool TryRead(out string translated, out int length)
    {
        translated = "";
        length = 0;
        if (Peek() == '^') Copy('^');
        var isFirst = true;
        for (; Peek() is { } unit && (isFirst || unit != ']'); isFirst = false)
        {
            if (!TryReadItem(unit)) return false;
        }

        if (Peek() != ']') return false;
        _output.Append(']');
        translated = _output.ToString();
        length = _next + 1 - start;
        return true;
    }

    private char? Peek() => _next < pattern.Length ? pattern[_next] : null;

    private void Copy(char unit)
    {
        _output.Append(unit);
        _next++;
    }

    private bool TryReadItem(char unit)
    {
        if (unit == '[' && pattern.AsSpan(_next).StartsWith("[:")) return TryReadNamed();
        // A dash between two characters is a range, at either end it is itself.
        if (unit == '-' && _output[^1] is not ('[' or '^') && _next + 1 < pattern.Length && pattern[_next + 1] != ']')
        {
            Copy('-');
            return true;
        }

        if (unit == '\\')
        {
            if (!Re2Escape.TryRead(pattern.AsSpan(_next), isInClass: true, out var text, out var length)) return false;
            _output.Append(text);
            _next += length;
            return true;
        }

        _output.Append(Re2Escape.Literal(unit));
        _next++;
        return true;
    }

    private bool TryReadNamed()
    {
        var end = pattern.IndexOf(":]", _next, StringComparison.Ordinal);
        if (end < 0) return false;
        var name = pattern[(_next + 2)..end];
        var isNegated = name.StartsWith('^');
        var found = Array.Find(Named, known => known.Name == (isNegated ? name[1..] : name));
        if (found.Name is null) return false;
        _output.Append(isNegated ? found.Others : found.Ranges);
        _next = end + 2;
        return true;
    }
}
