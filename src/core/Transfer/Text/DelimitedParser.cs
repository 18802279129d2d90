using System.Buffers;
using Levada.Transfer.Options;

namespace Levada.Transfer.Text;

/// <summary>Cuts delimited text into records and fields, one record for each call. Used by one thread at a time.</summary>
/// <remarks>
/// Records end at the record delimiter outside enclosing characters and not after an escape character, over the whole file and not line
/// by line; where that delimiter is a line feed, a carriage return before it belongs to it. The last record needs no delimiter.
/// An empty record has one empty field. Where escape and enclosing character are the same, a doubled one inside a field is one of it (CSV).
/// Arbitrary bytes give <see cref="RecordStatus.Failed"/> at worst; encoding is the caller's affair.
/// </remarks>
public sealed class DelimitedParser
{
    /// <summary>Bytes of a record above which it is taken for a lost enclosing character rather than data.</summary>
    public const int RecordBytesMaxDefault = 128 << 20;

    // An enclosing character and the delimiter behind it, of three bytes each at most.
    private const int LookAheadBytes = 6;

    private readonly byte[] _field;
    private readonly byte[] _record;
    private readonly byte[] _enclose = [];
    private readonly byte[] _escape = [];
    private readonly bool _isEncloseRequired;
    private readonly bool _isEncloseDoubled;
    private readonly bool _isPlain;
    private readonly bool _isLineFeed;
    private readonly SearchValues<byte> _noticedBare;
    private readonly SearchValues<byte> _noticedEnclosed;
    private readonly int _recordBytesMax;
    private readonly FieldList _fields;

    /// <param name="delimiters">How fields and records are told apart.</param>
    /// <param name="fieldCountMax">Fields of a record that are kept; those behind are read over.</param>
    /// <param name="recordBytesMax">Bytes above which a record is an error.</param>
    /// <exception cref="TransferException">A delimiter is no character by itself.</exception>
    public DelimitedParser(DelimiterSet delimiters, int fieldCountMax, int recordBytesMax = RecordBytesMaxDefault)
    {
        _field = DelimiterBytes.Encode(delimiters.Field, "field delimiter");
        _record = DelimiterBytes.Encode(delimiters.Record, "record delimiter");
        if (delimiters.HasEnclose)
            _enclose = DelimiterBytes.Encode(delimiters.Enclose, "enclosing character");
        _isEncloseDoubled = delimiters.HasEnclose && delimiters.Enclose == delimiters.Escape;
        if (delimiters.HasEscape && !_isEncloseDoubled)
            _escape = DelimiterBytes.Encode(delimiters.Escape, "escape character");
        _isEncloseRequired = delimiters is { HasEnclose: true, IsEncloseRequired: true };
        _isPlain = delimiters is { HasEnclose: false, HasEscape: false } && _field.Length == 1 && _record.Length == 1;
        _isLineFeed = delimiters.Record == '\n';
        _noticedBare = SearchValues.Create([_field[0], _record[0], .. _escape.Take(1)]);
        _noticedEnclosed = SearchValues.Create([.. _enclose.Take(1), .. _escape.Take(1)]);
        _recordBytesMax = recordBytesMax;
        _fields = new FieldList(fieldCountMax);
    }

    /// <summary>Bytes of the record just read, its delimiter included.</summary>
    public int ByteCount { get; private set; }

    /// <summary>Fields of the record just read that were kept.</summary>
    public int FieldCount => _fields.Count;

    /// <summary>Record delimiters in the record just read, those inside fields too: how many lines to go on.</summary>
    public int LineCount { get; private set; }

    /// <summary>Why the last call failed, as part of a sentence.</summary>
    public string? Failure { get; private set; }

    /// <summary>A field of the record just read, without escape and enclosing characters.</summary>
    /// <param name="buffer">What was given to <see cref="Read"/>, unchanged.</param>
    public ReadOnlySpan<byte> Field(ReadOnlySpan<byte> buffer, int index) => _fields.Get(buffer, index);

    /// <summary>Reads the record at the front of the buffer.</summary>
    /// <param name="isLast">Whether nothing will follow these bytes.</param>
    public RecordStatus Read(ReadOnlySpan<byte> buffer, bool isLast)
    {
        _fields.Clear();
        Failure = null;
        ByteCount = 0;
        LineCount = 0;
        if (buffer.IsEmpty)
            return isLast ? RecordStatus.End : RecordStatus.NeedMore;
        var status = _isPlain ? ReadPlain(buffer, isLast) : ReadFields(buffer, isLast);
        var isTooLong = status == RecordStatus.NeedMore ? buffer.Length > _recordBytesMax : ByteCount > _recordBytesMax;
        return isTooLong ? Fail($"a record of more than {_recordBytesMax} bytes begins here; is a delimiter or an enclosing character missing?") : status;
    }

    private RecordStatus Fail(string why)
    {
        Failure = why;
        return RecordStatus.Failed;
    }

    private RecordStatus ReadPlain(ReadOnlySpan<byte> buffer, bool isLast)
    {
        var (field, record) = (_field[0], _record[0]);
        for (var start = 0; ;)
        {
            var length = buffer[start..].IndexOfAny(field, record);
            if (length < 0)
                return isLast ? EndWithoutDelimiter(start, buffer) : RecordStatus.NeedMore;
            var end = start + length;
            if (buffer[end] == record)
                return EndAt(start, end, buffer);
            _fields.Add(start, length);
            start = end + 1;
        }
    }

    private RecordStatus EndAt(int start, int end, ReadOnlySpan<byte> buffer)
    {
        ByteCount = end + 1;
        LineCount = 1;
        if (_isLineFeed && end > start && buffer[end - 1] == '\r')
            end--;
        _fields.Add(start, end - start);
        return RecordStatus.Record;
    }

    private RecordStatus EndWithoutDelimiter(int start, ReadOnlySpan<byte> buffer)
    {
        _fields.Add(start, buffer.Length - start);
        ByteCount = buffer.Length;
        return RecordStatus.Record;
    }

    private RecordStatus ReadFields(ReadOnlySpan<byte> buffer, bool isLast)
    {
        for (var at = 0; ;)
        {
            if (IsCutOff(buffer, at, isLast))
                return RecordStatus.NeedMore;
            var isEnclosed = _enclose.Length > 0 && buffer[at..].StartsWith(_enclose);
            if (_isEncloseRequired && !isEnclosed)
                return Fail($"Opening field-encloser expected at position {at}");
            var end = isEnclosed ? ReadEnclosed(buffer, ref at, isLast) : ReadBare(buffer, ref at, isLast);
            switch (end)
            {
                case FieldEnd.Field:
                    continue;
                case FieldEnd.Record:
                    ByteCount = at;
                    LineCount = buffer[..at].Count(_record);
                    return RecordStatus.Record;
                case FieldEnd.NeedMore:
                    return RecordStatus.NeedMore;
                default:
                    return RecordStatus.Failed;
            }
        }
    }

    private FieldEnd ReadBare(ReadOnlySpan<byte> buffer, ref int at, bool isLast)
    {
        _fields.Begin();
        var start = at;
        var literalEnd = at;
        while (true)
        {
            var length = buffer[at..].IndexOfAny(_noticedBare);
            at = length < 0 ? buffer.Length : at + length;
            if (length < 0 || IsCutOff(buffer, at, isLast))
                return isLast ? _fields.End(buffer[start..], start, FieldEnd.Record) : FieldEnd.NeedMore;
            var rest = buffer[at..];
            if (rest.StartsWith(_record))
                return EndBareRecord(buffer, start, literalEnd, ref at);
            if (rest.StartsWith(_field))
            {
                var text = buffer[start..at];
                at += _field.Length;
                return _fields.End(text, start, FieldEnd.Field);
            }
            if (_escape.Length > 0 && rest.StartsWith(_escape))
            {
                if (!TryEscape(buffer, ref start, ref at))
                    return FieldEnd.Failed;
                literalEnd = at;
            }
            else
                at++;
        }
    }

    private FieldEnd EndBareRecord(ReadOnlySpan<byte> buffer, int start, int literalEnd, ref int at)
    {
        var end = _isLineFeed && at > literalEnd && buffer[at - 1] == '\r' ? at - 1 : at;
        at += _record.Length;
        return _fields.End(buffer[start..end], start, FieldEnd.Record);
    }

    private FieldEnd ReadEnclosed(ReadOnlySpan<byte> buffer, ref int at, bool isLast)
    {
        _fields.Begin();
        at += _enclose.Length;
        var start = at;
        while (true)
        {
            var length = buffer[at..].IndexOfAny(_noticedEnclosed);
            at = length < 0 ? buffer.Length : at + length;
            if (length < 0 || IsCutOff(buffer, at, isLast))
                return isLast ? FailField("the field-encloser that closes the last field is missing") : FieldEnd.NeedMore;
            var rest = buffer[at..];
            if (rest.StartsWith(_enclose))
            {
                if (!_isEncloseDoubled || !rest[_enclose.Length..].StartsWith(_enclose))
                    return EndEnclosed(buffer, start, ref at);
                _fields.Keep(buffer[start..(at + _enclose.Length)]);
                start = at += 2 * _enclose.Length;
            }
            else if (_escape.Length > 0 && rest.StartsWith(_escape))
            {
                if (!TryEscape(buffer, ref start, ref at))
                    return FieldEnd.Failed;
            }
            else
                at++;
        }
    }

    private FieldEnd EndEnclosed(ReadOnlySpan<byte> buffer, int start, ref int at)
    {
        var text = buffer[start..at];
        at += _enclose.Length;
        var rest = buffer[at..];
        if (rest.StartsWith(_field))
        {
            at += _field.Length;
            return _fields.End(text, start, FieldEnd.Field);
        }
        if (_isLineFeed && rest.StartsWith("\r\n"u8))
            at++;
        else if (!rest.IsEmpty && !rest.StartsWith(_record))
            return FailField($"Expected delimiter at position {at}");
        at = Math.Min(buffer.Length, at + _record.Length);
        return _fields.End(text, start, FieldEnd.Record);
    }

    /// <summary>Takes what precedes an escape character and steps over it and the first byte behind it, which means itself.</summary>
    private bool TryEscape(ReadOnlySpan<byte> buffer, ref int start, ref int at)
    {
        _fields.Keep(buffer[start..at]);
        start = at + _escape.Length;
        at = start + 1;
        if (start < buffer.Length)
            return true;
        Fail("an escape character is the last of the file");
        return false;
    }

    /// <summary>Whether what stands here may go on behind the buffer: a delimiter of several bytes, and what has to follow it.</summary>
    private static bool IsCutOff(ReadOnlySpan<byte> buffer, int at, bool isLast) => !isLast && buffer.Length - at < LookAheadBytes;

    private FieldEnd FailField(string why)
    {
        Fail(why);
        return FieldEnd.Failed;
    }
}
