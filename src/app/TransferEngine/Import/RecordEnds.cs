using Levada.Transfer.Options;

namespace Levada.TransferEngine.Import;

/// <summary>Finds where records end in a stream of text whose fields may be enclosed.</summary>
internal sealed class RecordEnds(DelimiterSet delimiters)
{
    // A database that writes text itself always encloses with a quotation mark when nothing else was asked for.
    private readonly byte _enclose = delimiters.HasEnclose ? (byte)delimiters.Enclose : (byte)'"';
    private bool _isEnclosed;

    /// <summary>Takes bytes and answers how many records ended in them.</summary>
    /// <param name="firstEnd">The number of bytes up to and with the first end; -1 when none ends there.</param>
    public long Pass(ReadOnlySpan<byte> bytes, out int firstEnd)
    {
        var count = 0L;
        firstEnd = -1;
        for (var index = 0; index < bytes.Length; index++)
        {
            if (bytes[index] == _enclose)
            {
                _isEnclosed = !_isEnclosed;
            }
            else if (bytes[index] == (byte)'\n' && !_isEnclosed)
            {
                count++;
                firstEnd = firstEnd < 0 ? index + 1 : firstEnd;
            }
        }

        return count;
    }
}
