using System.Globalization;

namespace Levada.Protocol.Generator.Schemas;

/// <summary>The words of one line, from left to right.</summary>
internal sealed class WordReader(string[] words, int next)
{
    private int _next = next;

    public string? Next() => _next < words.Length ? words[_next++] : null;

    /// <summary>Takes the next word if it is a number.</summary>
    public int? NextNumber()
    {
        if (_next >= words.Length || !int.TryParse(words[_next], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        _next++;
        return number;
    }

    /// <summary>Takes the next word if it is a range of versions; else the empty range.</summary>
    public VersionRange NextRange()
    {
        if (_next >= words.Length || !VersionRange.TryParse(words[_next], out var range)) return VersionRange.Empty;
        _next++;
        return range;
    }
}
