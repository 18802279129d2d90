namespace Levada.DataFiles.Parquet;

/// <summary>Finished pages of a column chunk, kept until its row group is written.</summary>
internal sealed class SegmentedBytes(SegmentPool pool)
{
    private readonly List<byte[]> _segments = [];
    private int _used = SegmentPool.SegmentSize;

    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_used == SegmentPool.SegmentSize)
            {
                _segments.Add(pool.Rent());
                _used = 0;
            }
            var part = bytes[..Math.Min(bytes.Length, SegmentPool.SegmentSize - _used)];
            part.CopyTo(_segments[^1].AsSpan(_used));
            _used += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>Writes all bytes and gives their memory back.</summary>
    public void MoveTo(Stream stream)
    {
        for (var index = 0; index < _segments.Count; index++)
        {
            stream.Write(_segments[index].AsSpan(0, index == _segments.Count - 1 ? _used : SegmentPool.SegmentSize));
            pool.Return(_segments[index]);
        }
        _segments.Clear();
        _used = SegmentPool.SegmentSize;
        Length = 0;
    }
}
