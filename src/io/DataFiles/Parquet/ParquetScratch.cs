using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Parquet;

/// <summary>What the columns of one file share while it is written: the codec, and room for the page at hand.</summary>
internal sealed class ParquetScratch(ParquetPlan plan) : IDisposable
{
    private readonly BlockCodec _codec = ParquetFormat.Codec(plan.Codec);
    private readonly BlockBuffer _packed = new();
    private readonly BlockBuffer _header = new();
    private int[] _wide = [];

    public SegmentPool Pool { get; } = new();

    public int PageBytes { get; } = plan.PageBytes;

    public bool HasDictionaries { get; } = plan.HasDictionaries;

    /// <summary>The page that <see cref="Compress"/> takes.</summary>
    public BlockBuffer Page { get; } = new();

    /// <summary>Compresses <see cref="Page"/> and hands out its header and its bytes. Answers their size had the page not been compressed.</summary>
    public long Compress(PageHeaders header, ReadOnlySpanAction write)
    {
        _packed.Clear();
        if (plan.Codec != ParquetCodec.None)
            _codec.Compress(Page.Segment, _packed);
        var bytes = plan.Codec == ParquetCodec.None ? Page.Written : _packed.Written;
        _header.Clear();
        header.Write(new ThriftWriter(_header), Page.Length, bytes.Length);
        write(_header.Written);
        write(bytes);
        return _header.Length + Page.Length;
    }

    /// <summary>Bytes as integers, valid until the next call.</summary>
    public ReadOnlySpan<int> Widen(ReadOnlySpan<byte> bytes)
    {
        if (_wide.Length < bytes.Length)
            _wide = new int[bytes.Length];
        for (var index = 0; index < bytes.Length; index++)
            _wide[index] = bytes[index];
        return _wide.AsSpan(0, bytes.Length);
    }

    public void Dispose() => _codec.Dispose();
}
