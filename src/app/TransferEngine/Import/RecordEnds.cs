using Levada.Transfer.Options;

namespace Levada.TransferEngine.Import;

/// <summary>Finds where records end in a stream of text that a database wrote: at line feeds outside of enclosed fields.</summary>
/// <remarks>An escape character counts within a field only, as both databases write it; a doubled enclosing character ends a field and begins it again.</remarks>
internal sealed class RecordEnds(DelimiterSet delimiters)
{
    // A database that writes text itself always encloses with a quotation mark when nothing else was asked for.
    private readonly byte _enclose = delimiters.HasEnclose ? (byte)delimiters.Enclose : (byte)'"';
    private readonly int _escape = delimiters.HasEscape && delimiters.Escape != delimiters.Enclose ? delimiters.Escape : -1;
    private bool _isEnclosed;
    private bool _isEscaped;

    /// <summary>Takes bytes and answers how many records ended in them.</summary>
    /// <param name="firstEnd">The number of bytes up to and with the first end; -1 when none ends there.</param>
    public long Pass(ReadOnlySpan<byte> bytes, out int firstEnd)
    {
        var count = 0L;
        firstEnd = -1;
        for (var index = 0; index < bytes.Length; index++)
        {
            if (!IsEnd(bytes[index]))
                continue;
            count++;
            firstEnd = firstEnd < 0 ? index + 1 : firstEnd;
        }

        return count;
    }

    private bool IsEnd(byte value)
    {
        if (_isEscaped)
            _isEscaped = false;
        else if (_isEnclosed && value == _escape)
            _isEscaped = true;
        else if (value == _enclose)
            _isEnclosed = !_isEnclosed;
        else
            return value == (byte)'\n' && !_isEnclosed;
        return false;
    }
}
