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

    /// <summary>Passes over bytes up to the first end of a record at or behind a place.</summary>
    /// <param name="place">A number of bytes from the start of <paramref name="bytes"/>; may lie before or behind them.</param>
    /// <param name="length">The bytes passed: all of them when no record ends there.</param>
    /// <param name="recordCount">The records that ended in the bytes passed.</param>
    /// <returns>Whether a record ends there.</returns>
    public bool Pass(ReadOnlySpan<byte> bytes, long place, out int length, out long recordCount)
    {
        recordCount = 0;
        for (length = 0; length < bytes.Length;)
        {
            if (!IsEnd(bytes[length++]))
                continue;
            recordCount++;
            if (length >= place)
                return true;
        }

        return false;
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
