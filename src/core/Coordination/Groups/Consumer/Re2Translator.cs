using System.Globalization;
using System.Text;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>Writes a pattern of RE2's syntax in .NET's, and refuses what RE2 does not know or what would grow without bound.</summary>
/// <remarks>
/// Topic names are ASCII: classes that differ beyond it (\w, \d, scripts) need no translation. Source: RE2's syntax page.
/// </remarks>
internal sealed class Re2Translator(string pattern)
{
    // As in RE2: a larger count, alone or by nesting, is refused.
    private const int RepeatCountMax = 1_000;
    private const int ExpandedSizeMax = 20_000;
    private const int LengthMax = 4_096;

    private const string Nothing = @"[^\s\S]";

    private readonly StringBuilder _output = new(pattern.Length + 16);
    private readonly Stack<long> _groupSizes = new();
    private long _size;
    private long _lastAtomSize;
    private bool _canRepeat;
    private int _next;

    /// <returns>What is wrong, or null.</returns>
    public string? Translate(out string translated)
    {
        translated = "";
        if (pattern.Length > LengthMax) return $"a pattern may have {LengthMax} characters";
        while (_next < pattern.Length)
        {
            if (Step() is { } reason) return $"{reason} at position {_next}";
            if (_size > ExpandedSizeMax) return "the pattern's repetitions are too large";
        }

        if (_groupSizes.Count > 0) return "missing closing )";
        translated = _output.ToString();
        return null;
    }

    private string? Step() => pattern[_next] switch
    {
        '\\' => Escape(),
        '[' => Class(),
        '(' => OpenGroup(),
        ')' => CloseGroup(),
        '*' or '+' or '?' => Repeat(pattern[_next].ToString(), 1),
        '{' => Count(),
        '|' => Break(),
        _ => Atom(pattern[_next].ToString(), 1),
    };

    /// <summary>Writes one thing that can be repeated.</summary>
    private string? Atom(string text, int consumed)
    {
        // .NET reads these two as ordinary characters too, but not in front of a quantifier.
        _output.Append(text is "}" or "]" ? "\\" + text : text);
        _next += consumed;
        _size++;
        _lastAtomSize = 1;
        _canRepeat = true;
        return null;
    }

    private string? Break()
    {
        _output.Append('|');
        _next++;
        _canRepeat = false;
        return null;
    }

    private string? Repeat(string quantifier, int countMax)
    {
        if (!_canRepeat) return "a repetition without anything to repeat";
        _output.Append(quantifier);
        _next += quantifier.Length;
        // Lazy or not: for a match of the whole name it is the same.
        if (_next < pattern.Length && pattern[_next] == '?') _next++;
        _size += _lastAtomSize * (countMax - 1);
        _canRepeat = false;
        return null;
    }

    private string? Count()
    {
        var end = pattern.IndexOf('}', _next);
        var bounds = end < 0 ? [] : pattern[(_next + 1)..end].Split(',');
        var isCount = bounds.Length is 1 or 2 && IsNumber(bounds[0]) && (bounds.Length == 1 || bounds[1].Length == 0 || IsNumber(bounds[1]));
        if (!isCount) return Atom("\\{", 1);
        if (!TryCount(bounds[0], out var min) || !TryCount(bounds[^1].Length == 0 ? bounds[0] : bounds[^1], out var max) || min > max)
            return "an invalid repeat count";
        return Repeat(pattern[_next..(end + 1)], Math.Max(1, max));
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static bool TryCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= RepeatCountMax;

    private string? OpenGroup()
    {
        var opening = GroupOpening(out var length, out var isFlagOnly);
        if (opening is null) return "a group that RE2 does not have";
        _output.Append(opening);
        _next += length;
        _canRepeat = false;
        if (isFlagOnly) return null;
        _groupSizes.Push(_size);
        _size = 0;
        return null;
    }

    private string? CloseGroup()
    {
        if (!_groupSizes.TryPop(out var outer)) return "an unexpected )";
        _output.Append(')');
        _next++;
        _lastAtomSize = Math.Max(1, _size);
        _size = outer + _lastAtomSize;
        _canRepeat = true;
        return null;
    }

    private string? GroupOpening(out int length, out bool isFlagOnly)
    {
        length = 1;
        isFlagOnly = false;
        var rest = pattern.AsSpan(_next);
        if (!rest.StartsWith("(?")) return "(?:";
        var nameStart = rest.StartsWith("(?P<") ? 4 : rest.StartsWith("(?<") ? 3 : 0;
        if (nameStart > 0)
        {
            var end = rest.IndexOf('>');
            length = end + 1;
            return end > nameStart && IsName(rest[nameStart..end]) ? "(?:" : null;
        }

        return Flags(rest, out length, out isFlagOnly);
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var unit in name)
            if (!char.IsAsciiLetterOrDigit(unit) && unit != '_') return false;
        return true;
    }

    /// <summary>Flags as in <c>(?i)</c> and <c>(?s-i:</c>; U, which turns greed around, changes no match of a whole name.</summary>
    private static string? Flags(ReadOnlySpan<char> rest, out int length, out bool isFlagOnly)
    {
        var flags = new StringBuilder("(?");
        isFlagOnly = false;
        for (length = 2; length < rest.Length; length++)
        {
            switch (rest[length])
            {
                case 'i' or 'm' or 's' or '-': flags.Append(rest[length]); break;
                case 'U': break;
                case ':' or ')':
                    isFlagOnly = rest[length] == ')';
                    flags.Append(rest[length++]);
                    return flags.Length == 3 && isFlagOnly ? "" : flags.Replace("-:", ":").Replace("-)", ")").ToString();
                default: return null;
            }
        }

        return null;
    }

    private string? Escape()
    {
        if (_next + 1 == pattern.Length) return "a \\ at the end";
        if (pattern[_next + 1] == 'Q') return Quote();
        if (!Re2Escape.TryRead(pattern.AsSpan(_next), isInClass: false, out var text, out var length)) return "an escape that RE2 does not have";
        return Atom(text, length);
    }

    /// <summary>Text between \Q and \E, or the end, stands for itself.</summary>
    private string? Quote()
    {
        var end = pattern.IndexOf(@"\E", _next + 2, StringComparison.Ordinal);
        var quoted = end < 0 ? pattern[(_next + 2)..] : pattern[(_next + 2)..end];
        foreach (var unit in quoted) Atom(Re2Escape.Literal(unit), 0);
        _next = end < 0 ? pattern.Length : end + 2;
        return null;
    }

    private string? Class()
    {
        var reader = new Re2Class(pattern, _next);
        return reader.TryRead(out var text, out var length) ? Atom(text.Length == 0 ? Nothing : text, length) : "a malformed character class";
    }
}
