using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Levada.DataFiles.Blocks;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Parquet;

/// <summary>Gathers the values of one column of a row group: the page in the making, the finished pages, the dictionary while it pays.</summary>
internal sealed class ChunkBuilder
{
    private const int PageRowsMax = 1 << 16;
    private const int DictionaryBytesMax = 1 << 20;

    // Values after which a dictionary must have found repetitions, or is given up.
    private const int TrialValues = 2048;

    private readonly ParquetScratch _scratch;
    private readonly ValueEncoder _encoder;
    private readonly SegmentedBytes _pages;
    private readonly BlockBuffer _levels = new();
    private readonly List<int> _numbers = [];
    private readonly DictionaryBuilder _dictionary;
    private bool _isDictionaryHopeless;
    private int _pageNulls;
    private long _dictionaryPages;
    private long _plainPages;
    private long _rows;
    private long _nulls;
    private long _uncompressed;

    public ChunkBuilder(ParquetScratch scratch, ValueEncoder encoder)
    {
        _scratch = scratch;
        _encoder = encoder;
        _pages = new SegmentedBytes(scratch.Pool);
        _dictionary = new DictionaryBuilder(hasLengths: encoder.Type == PhysicalType.ByteArray);
        // Two values need no dictionary, and floating-point numbers seldom repeat.
        _isDictionaryHopeless = !scratch.HasDictionaries || encoder.Type is PhysicalType.Boolean or PhysicalType.Float or PhysicalType.Double;
        Dictionary = _isDictionaryHopeless ? null : _dictionary;
    }

    /// <summary>Plain bytes of the page in the making.</summary>
    public BlockBuffer Values { get; } = new();

    /// <summary>Where values are numbered too, by <see cref="AddToDictionary"/>; null: not any more.</summary>
    public DictionaryBuilder? Dictionary { get; private set; }

    /// <summary>Bytes held for the row group.</summary>
    public long HeldBytes => _pages.Length + Values.Length + _levels.Length + (_numbers.Count * (long)sizeof(int)) + _dictionary.Page.Length;

    public void Append(RowBatch batch, ColumnVector vector)
    {
        AppendLevels(vector);
        _encoder.Append(batch, this);
        if (Dictionary is not null && IsDictionaryInVain())
            GiveUpDictionary();
        if (Values.Length >= _scratch.PageBytes || _levels.Length >= PageRowsMax)
            EndPage();
    }

    /// <summary>Numbers a value that was also written to <see cref="Values"/>; true when it is new.</summary>
    public bool AddToDictionary(ReadOnlySpan<byte> value)
    {
        _numbers.Add(Dictionary!.Add(value, out var isNew));
        return isNew;
    }

    /// <summary>Writes the chunk and begins the next.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="position">The place of its first byte in the file.</param>
    public ChunkSummary WriteTo(Stream stream, long position)
    {
        EndPage();
        var dictionaryOffset = _dictionaryPages > 0 ? position : (long?)null;
        var dictionarySize = _dictionaryPages > 0 ? WriteDictionary(stream) : 0;
        var summary = new ChunkSummary
        {
            Type = _encoder.Type,
            ValueCount = _rows,
            NullCount = _nulls,
            HasPlainPages = _plainPages > 0,
            DictionaryOffset = dictionaryOffset,
            DataOffset = position + dictionarySize,
            CompressedSize = dictionarySize + _pages.Length,
            UncompressedSize = _uncompressed,
            Bounds = _encoder.TryGetBounds(out var least, out var greatest) ? (least, greatest) : null,
        };
        _pages.MoveTo(stream);
        Begin();
        return summary;
    }

    private void Begin()
    {
        _encoder.Reset();
        _dictionary.Clear();
        Dictionary = _isDictionaryHopeless ? null : _dictionary;
        (_rows, _nulls, _uncompressed, _dictionaryPages, _plainPages) = (0, 0, 0, 0, 0);
    }

    private void AppendLevels(ColumnVector vector)
    {
        var levels = _levels.Reserve(vector.Count)[..vector.Count];
        levels.Fill(1);
        for (var row = 0; vector.HasNulls && row < vector.Count; row++)
        {
            if (!vector.IsNull(row))
                continue;
            levels[row] = 0;
            _pageNulls++;
        }
        _levels.Advance(vector.Count);
    }

    private bool IsDictionaryInVain() =>
        _dictionary.Page.Length > DictionaryBytesMax
        || (_dictionaryPages == 0 && _numbers.Count >= TrialValues && _dictionary.Count > _numbers.Count / 2);

    // Pages that were numbered keep their dictionary; a column that never gained by one is not tried again.
    private void GiveUpDictionary()
    {
        Dictionary = null;
        _numbers.Clear();
        _isDictionaryHopeless |= _dictionaryPages == 0;
        if (_isDictionaryHopeless)
            _dictionary.Clear();
    }

    private void EndPage()
    {
        if (_levels.Length == 0)
            return;
        if (Dictionary is not null && _dictionaryPages == 0 && NumberedSize() > Values.Length / 4 * 3)
            GiveUpDictionary();
        var page = _scratch.Page;
        page.Clear();
        WriteLevels(page);
        var encoding = Dictionary is null ? ParquetEncoding.Plain : ParquetEncoding.PlainDictionary;
        if (Dictionary is null)
            _encoder.WritePlain(Values, page);
        else
            WriteNumbers(page);
        var header = PageHeaders.Data(_levels.Length, encoding);
        _uncompressed += _scratch.Compress(header, _pages.Write);
        (_plainPages, _dictionaryPages) = Dictionary is null ? (_plainPages + 1, _dictionaryPages) : (_plainPages, _dictionaryPages + 1);
        _rows += _levels.Length;
        _nulls += _pageNulls;
        _pageNulls = 0;
        _levels.Clear();
        _numbers.Clear();
        Values.Clear();
    }

    private long NumberedSize() => _dictionary.Page.Length + ((long)_numbers.Count * BitWidth() / 8);

    private int BitWidth() => Math.Max(1, 32 - BitOperations.LeadingZeroCount((uint)(_dictionary.Count - 1)));

    private void WriteNumbers(BlockBuffer page)
    {
        page.WriteByte((byte)BitWidth());
        HybridEncoder.Write(CollectionsMarshal.AsSpan(_numbers), BitWidth(), page);
    }

    // The length of the levels stands before them.
    private void WriteLevels(BlockBuffer page)
    {
        var start = page.Length;
        page.Write([0, 0, 0, 0]);
        if (_pageNulls == 0)
            HybridEncoder.WriteRun(1, _levels.Length, 1, page);
        else
            HybridEncoder.Write(_scratch.Widen(_levels.Written), 1, page);
        BinaryPrimitives.WriteInt32LittleEndian(page.Segment.AsSpan(start), page.Length - start - sizeof(int));
    }

    private long WriteDictionary(Stream stream)
    {
        _scratch.Page.Clear();
        _scratch.Page.Write(_dictionary.Page.Written);
        var size = 0L;
        _uncompressed += _scratch.Compress(
            PageHeaders.Dictionary(_dictionary.Count),
            bytes =>
            {
                stream.Write(bytes);
                size += bytes.Length;
            });
        return size;
    }
}
