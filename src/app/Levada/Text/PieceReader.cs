namespace Levada.Text;

/// <summary>Cuts a stream at a delimiter; an empty last piece is none. Each piece is valid until the next read.</summary>
/// <param name="delimiter">Null gives the whole stream as one piece.</param>
internal sealed class PieceReader(Stream stream, byte[]? delimiter)
{
    private const int PieceBytesMax = 1024 * 1024 * 1024;
    private byte[] _bytes = new byte[64 * 1024];
    private int _start;
    private int _searched;
    private int _end;
    private bool _isAtEnd;

    /// <exception cref="InvalidDataException">A piece of more than 1 GiB.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryCut(out var piece)) return piece;
            if (_isAtEnd)
            {
                var rest = _bytes.AsMemory(_start, _end - _start);
                _start = _searched = _end;
                // Written out: a bare null here would be an empty piece, by way of a null array.
                return rest.IsEmpty ? (ReadOnlyMemory<byte>?)null : rest;
            }

            await FillAsync(cancellationToken);
        }
    }

    private bool TryCut(out ReadOnlyMemory<byte> piece)
    {
        piece = default;
        if (delimiter is null) return false;
        var found = _bytes.AsSpan(_searched, _end - _searched).IndexOf(delimiter);
        if (found < 0)
        {
            _searched = Math.Max(_start, _end - delimiter.Length + 1);
            return false;
        }

        piece = _bytes.AsMemory(_start, _searched + found - _start);
        _start = _searched = _searched + found + delimiter.Length;
        return true;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _searched -= _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _bytes.Length)
        {
            if (_end >= PieceBytesMax) throw new InvalidDataException("a record of more than 1 GiB; is the record delimiter right?");
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        var count = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
        _isAtEnd = count == 0;
        _end += count;
    }
}
