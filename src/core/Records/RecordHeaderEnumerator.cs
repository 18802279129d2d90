namespace Levada.Records;

/// <summary>Walks the headers of one record; <see cref="RecordReader"/> has checked them.</summary>
public ref struct RecordHeaderEnumerator
{
    private PayloadCursor _cursor;
    private int _leftCount;

    internal RecordHeaderEnumerator(ReadOnlySpan<byte> bytes, int count)
    {
        _cursor = new(bytes);
        _leftCount = count;
    }

    public RecordHeaderView Current { get; private set; }

    public readonly RecordHeaderEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_leftCount <= 0) return false;
        _leftCount--;
        var key = _cursor.Take(_cursor.ReadVarint());
        var value = _cursor.TakeNullable(out var isNull);
        Current = new(key, isNull ? NullableBytes.Null : new NullableBytes(value));
        return !_cursor.Failed;
    }
}
