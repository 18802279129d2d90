using Levada.Transfer.Options;

namespace Levada.TransferEngine.Import;

/// <summary>Finds where records end in a stream of text whose fields may be enclosed.</summary>
internal sealed class RecordEnds(DelimiterSet delimiters)
{
    // A database that writes text itself always encloses with a quotation mark when nothing else was asked for.
    private readonly byte _enclose = delimiters.HasEnclose ? (byte)delimiters.Enclose : (byte)'"';
    private readonly byte _escape = (byte)delimiters.Escape;
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

    private bool IsEnd(byte next)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            return false;
        }

        // Where both are the same character, an enclosed one is doubled: two changes that make none.
        _isEscaped = _isEnclosed && delimiters.HasEscape && next == _escape && next != _enclose;
        _isEnclosed ^= next == _enclose;
        return next == (byte)'\n' && !_isEnclosed;
    }
}
