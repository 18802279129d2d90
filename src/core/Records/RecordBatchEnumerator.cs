namespace Levada.Records;

/// <summary>Walks the batches that lie one after another in a span, as in a produce request, a fetch answer or a segment.</summary>
/// <remarks>
/// Stops at the first bytes that are no whole batch. A fetch answer may end in part of one, so
/// <see cref="RecordBatchError.Truncated"/> there is no damage; <see cref="TrailingByteCount"/> tells how much is left.
/// </remarks>
public ref struct RecordBatchEnumerator(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;
    private RecordBatch _current;

    public readonly RecordBatch Current => _current;

    /// <summary>Why the walk stopped; None while it goes on and when it ended with the last byte.</summary>
    public RecordBatchError Error { get; private set; }

    /// <summary>Bytes after the last whole batch.</summary>
    public readonly int TrailingByteCount => _rest.Length;

    public readonly RecordBatchEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.IsEmpty || Error != RecordBatchError.None) return false;
        if (!RecordBatch.TryRead(_rest, out _current, out var error))
        {
            Error = error;
            return false;
        }

        _rest = _rest[_current.SizeBytes..];
        return true;
    }
}
