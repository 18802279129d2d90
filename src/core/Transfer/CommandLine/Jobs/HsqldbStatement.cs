using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Levada.Transfer.CommandLine.Jobs;

/// <summary>Takes a statement of HSQLDB apart, from left to right. What is not there is not taken.</summary>
internal sealed class HsqldbStatement(string line)
{
    private int _index = SkipSession(line);

    /// <summary>Takes the words if they all come next.</summary>
    public bool TakeWords(params ReadOnlySpan<string> words)
    {
        var start = _index;
        foreach (var word in words)
        {
            if (string.Equals(TakeName(), word, StringComparison.OrdinalIgnoreCase)) continue;
            _index = start;
            return false;
        }

        return true;
    }

    /// <summary>Takes the name of a table, its schema aside; null: none comes next.</summary>
    public string? TakeTable()
    {
        var name = TakeName();
        while (name is not null && Take('.')) name = TakeName();
        return name?.ToUpperInvariant();
    }

    /// <summary>Takes values in parentheses.</summary>
    public ImmutableArray<string?> TakeValues()
    {
        var values = ImmutableArray.CreateBuilder<string?>();
        if (!Take('(')) return [];
        do values.Add(TakeValue());
        while (Take(','));
        return values.ToImmutable();
    }

    /// <summary>Takes <c>WHERE A='x' AND B IS NULL</c>; nothing stands for every row.</summary>
    public ImmutableArray<KeyValuePair<string, string?>> TakeConditions()
    {
        var conditions = ImmutableArray.CreateBuilder<KeyValuePair<string, string?>>();
        if (!TakeWords("WHERE")) return [];
        do
        {
            var column = TakeTable() ?? "";
            conditions.Add(KeyValuePair.Create(column, Take('=') ? TakeValue() : TakeWords("IS", "NULL") ? null : "\0"));
        }
        while (TakeWords("AND"));
        return conditions.ToImmutable();
    }

    // A log marks the session of the lines that follow: /*C3*/.
    private static int SkipSession(string line)
    {
        var end = line.StartsWith("/*", StringComparison.Ordinal) ? line.IndexOf("*/", StringComparison.Ordinal) : -1;
        return end < 0 ? 0 : end + 2;
    }

    private string? TakeName()
    {
        SkipBlanks();
        var start = _index;
        if (Take('"'))
        {
            var end = line.IndexOf('"', _index);
            if (end < 0) return null;
            _index = end + 1;
            return line[(start + 1)..end];
        }

        while (_index < line.Length && (char.IsAsciiLetterOrDigit(line[_index]) || line[_index] == '_')) _index++;
        return _index > start ? line[start.._index] : null;
    }

    private string? TakeValue()
    {
        SkipBlanks();
        if (_index < line.Length && line[_index] == '\'') return TakeText();
        var start = _index;
        while (_index < line.Length && line[_index] is not (',' or ')' or ' ')) _index++;
        var word = line[start.._index];
        return word.Equals("NULL", StringComparison.OrdinalIgnoreCase) ? null : word;
    }

    private string TakeText()
    {
        var text = new StringBuilder();
        for (_index++; _index < line.Length; _index++)
        {
            if (line[_index] == '\'')
            {
                _index++;
                if (_index >= line.Length || line[_index] != '\'') break;
            }

            if (line[_index] == '\\' && TakeUnicode() is { } unit) text.Append(unit);
            else text.Append(line[_index]);
        }

        return text.ToString();
    }

    private char? TakeUnicode()
    {
        if (_index + 5 >= line.Length || line[_index + 1] != 'u'
            || !ushort.TryParse(line.AsSpan(_index + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            return null;
        }

        _index += 5;
        return (char)unit;
    }

    private bool Take(char c)
    {
        SkipBlanks();
        if (_index >= line.Length || line[_index] != c) return false;
        _index++;
        return true;
    }

    private void SkipBlanks()
    {
        while (_index < line.Length && line[_index] == ' ') _index++;
    }
}
