using System.Buffers;
using Levada.Transfer.Options;

namespace Levada.Transfer.Text;

/// <summary>Escapes and encloses the text of one field, so that a reader with the same delimiters finds it again.</summary>
/// <remarks>
/// The rules are Sqoop's: without an enclosing character delimiters are escaped; with one, escape and enclosing characters are,
/// and delimiters stay as they are between enclosing ones. Without either nothing is protected.
/// Two cases differ. Where escape and enclosing character are the same, it is doubled once and such a field is always enclosed,
/// which is what CSV readers expect; Sqoop doubles it twice and cannot read that. And where an escape character is set, a carriage
/// return that would stand right before the line feed that ends the record is protected, since readers take the two for one line end.
/// </remarks>
internal sealed class FieldProtector
{
    private readonly byte[] _enclose = [];
    private readonly byte[] _escape = [];
    private readonly byte[][] _escaped;
    private readonly byte[][] _enclosed;
    private readonly SearchValues<byte>? _noticed;
    private readonly string _noticedCharacters;
    private readonly bool _isReturnProtected;

    public FieldProtector(DelimiterSet delimiters)
    {
        if (delimiters.HasEnclose)
            _enclose = DelimiterBytes.Encode(delimiters.Enclose, "enclosing character");
        if (delimiters.HasEscape)
            _escape = DelimiterBytes.Encode(delimiters.Escape, "escape character");
        IsEncloseRequired = delimiters is { HasEnclose: true, IsEncloseRequired: true };
        _isReturnProtected = delimiters is { HasEscape: true, Record: '\n' };
        var escaped = CharactersToEscape(delimiters);
        var enclosed = CharactersToEnclose(delimiters);
        _escaped = EncodeAll(escaped);
        _enclosed = EncodeAll(enclosed);
        _noticedCharacters = escaped + enclosed;
        byte[] leads = [.. _escaped.Concat(_enclosed).Select(bytes => bytes[0])];
        _noticed = leads.Length == 0 ? null : SearchValues.Create(leads);
    }

    public bool IsEncloseRequired { get; }

    public ReadOnlySpan<byte> Enclose => _enclose;

    /// <summary>Whether a text of these characters (null: of any) may need more than being enclosed.</summary>
    public bool CanTouch(string? alphabet) => alphabet is null ? _noticed is not null : alphabet.AsSpan().IndexOfAny(_noticedCharacters) >= 0;

    public void Write(ReadOnlySpan<byte> text, ref ByteSink sink)
    {
        if (_noticed is not null && text.IndexOfAny(_noticed) >= 0)
        {
            WriteTouched(text, isEnclosed: IsEncloseRequired || HoldsAny(text, _enclosed), ref sink);
            return;
        }
        if (IsEncloseRequired)
            sink.Write(_enclose);
        sink.Write(text);
        if (IsEncloseRequired)
            sink.Write(_enclose);
    }

    /// <summary>Writes the last field of a record.</summary>
    public void WriteLast(ReadOnlySpan<byte> text, ref ByteSink sink)
    {
        if (!_isReturnProtected || text.IsEmpty || text[^1] != '\r')
        {
            Write(text, ref sink);
            return;
        }
        if (_enclose.Length > 0)
        {
            WriteTouched(text, isEnclosed: true, ref sink);
            return;
        }
        Write(text[..^1], ref sink);
        sink.Write(_escape);
        sink.Write((byte)'\r');
    }

    private static string CharactersToEscape(DelimiterSet delimiters) => delimiters switch
    {
        { HasEscape: false } => "",
        { HasEnclose: false } => $"{delimiters.Escape}{delimiters.Field}{delimiters.Record}",
        _ => $"{delimiters.Escape}{delimiters.Enclose}",
    };

    private static string CharactersToEnclose(DelimiterSet delimiters) => delimiters switch
    {
        { HasEnclose: false } or { IsEncloseRequired: true } => "",
        _ when delimiters.Enclose == delimiters.Escape => $"{delimiters.Field}{delimiters.Record}{delimiters.Enclose}",
        _ => $"{delimiters.Field}{delimiters.Record}",
    };

    private static byte[][] EncodeAll(string characters) =>
        [.. characters.Distinct().Select(character => DelimiterBytes.Encode(character, "delimiter"))];

    private void WriteTouched(ReadOnlySpan<byte> text, bool isEnclosed, ref ByteSink sink)
    {
        if (isEnclosed)
            sink.Write(_enclose);
        for (int at; (at = text.IndexOfAny(_noticed!)) >= 0;)
        {
            sink.Write(text[..at]);
            text = text[at..];
            var length = LengthToEscape(text);
            if (length > 0)
                sink.Write(_escape);
            length = Math.Max(1, length);
            sink.Write(text[..length]);
            text = text[length..];
        }
        sink.Write(text);
        if (isEnclosed)
            sink.Write(_enclose);
    }

    private static bool HoldsAny(ReadOnlySpan<byte> text, byte[][] sequences)
    {
        foreach (var sequence in sequences)
            if (text.IndexOf(sequence) >= 0)
                return true;
        return false;
    }

    private int LengthToEscape(ReadOnlySpan<byte> text)
    {
        foreach (var sequence in _escaped)
            if (text.StartsWith(sequence))
                return sequence.Length;
        return 0;
    }
}
