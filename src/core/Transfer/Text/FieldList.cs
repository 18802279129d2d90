namespace Levada.Transfer.Text;

/// <summary>How the search for the end of a field ended.</summary>
internal enum FieldEnd
{
    Field,
    Record,
    NeedMore,
    Failed,
}

/// <summary>The fields of one record: places in the buffer, or in a copy where characters had to be left out.</summary>
/// <param name="countMax">Fields that are kept.</param>
internal sealed class FieldList(int countMax)
{
    private readonly int[] _starts = new int[countMax];
    private readonly int[] _lengths = new int[countMax];
    private byte[] _copies = [];
    private int _copiesLength;
    private int _copyStart;
    private bool _isCopied;

    public int Count { get; private set; }

    public void Clear()
    {
        Count = 0;
        _copiesLength = 0;
        _isCopied = false;
    }

    public ReadOnlySpan<byte> Get(ReadOnlySpan<byte> buffer, int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var start = _starts[index];
        return start < 0 ? _copies.AsSpan(~start, _lengths[index]) : buffer.Slice(start, _lengths[index]);
    }

    /// <summary>Adds a field that stands in the buffer as it is.</summary>
    public void Add(int start, int length)
    {
        if (Count == _starts.Length)
            return;
        _starts[Count] = start;
        _lengths[Count++] = length;
    }

    /// <summary>Begins a field of which parts may follow by <see cref="Keep"/>.</summary>
    public void Begin()
    {
        _copyStart = _copiesLength;
        _isCopied = false;
    }

    /// <summary>Copies a part of the field; what stands between parts is left out.</summary>
    public void Keep(ReadOnlySpan<byte> part)
    {
        if (Count == _starts.Length)
            return;
        var needed = _copiesLength + part.Length;
        if (_copies.Length <= needed)
            Array.Resize(ref _copies, (int)Math.Min(Array.MaxLength, Math.Max(256, needed * 2L)));
        part.CopyTo(_copies.AsSpan(_copiesLength));
        _copiesLength = needed;
        _isCopied = true;
    }

    /// <summary>Adds the field that <see cref="Begin"/> began, with its last part.</summary>
    public FieldEnd End(ReadOnlySpan<byte> lastPart, int start, FieldEnd end)
    {
        if (!_isCopied)
        {
            Add(start, lastPart.Length);
            return end;
        }
        Keep(lastPart);
        Add(~_copyStart, _copiesLength - _copyStart);
        return end;
    }
}
