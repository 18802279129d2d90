namespace Levada.DataFiles.Parquet;

/// <summary>The header of a page that is read.</summary>
internal readonly record struct ReadPageHeader
{
    public PageType Type { get; private init; }

    public int UncompressedSize { get; private init; }

    public int CompressedSize { get; private init; }

    /// <summary>CRC-32 of the page's bytes in the file; null: not told.</summary>
    public uint? Checksum { get; private init; }

    /// <summary>NULLs among them.</summary>
    public int ValueCount { get; private init; }

    public ParquetEncoding Encoding { get; private init; }

    /// <summary>Of definition levels in pages of the first version.</summary>
    public ParquetEncoding LevelEncoding { get; private init; }

    /// <summary>Bytes of levels that stand uncompressed before the values in pages of the second version.</summary>
    public int LevelsSize { get; private init; }

    /// <summary>Of these, bytes of repetition levels, which come first.</summary>
    public int RepetitionsSize { get; private init; }

    /// <summary>False: a page of the second version whose values are as they are.</summary>
    public bool IsCompressed { get; private init; }

    /// <exception cref="EndOfStreamException">The bytes end before the header does.</exception>
    /// <exception cref="InvalidDataException">They are no header.</exception>
    public static ReadPageHeader Read(ref ThriftReader thrift)
    {
        var header = new ReadPageHeader { IsCompressed = true, Type = PageType.Index, LevelEncoding = ParquetEncoding.Rle };
        for (var field = 0; thrift.NextField(ref field);)
        {
            switch (field)
            {
                case 1:
                    header = header with { Type = (PageType)thrift.ReadInt32() };
                    break;
                case 2:
                    header = header with { UncompressedSize = thrift.ReadInt32() };
                    break;
                case 3:
                    header = header with { CompressedSize = thrift.ReadInt32() };
                    break;
                case 4:
                    header = header with { Checksum = (uint)thrift.ReadInt32() };
                    break;
                case 5 or 7 or 8:
                    header = ReadDetails(ref thrift, field, header);
                    break;
                default:
                    thrift.Skip();
                    break;
            }
        }
        if (header.UncompressedSize < 0 || header.CompressedSize < 0 || header.ValueCount < 0)
            throw new InvalidDataException("A page claims a negative size.");
        return header;
    }

    // Fields of the three kinds: 5 data page, 7 dictionary page, 8 data page of the second version.
    private static ReadPageHeader ReadDetails(ref ThriftReader thrift, int kind, ReadPageHeader header)
    {
        thrift.NeedStruct();
        Span<int> numbers = stackalloc int[7];
        numbers.Clear();
        for (var field = 0; thrift.NextField(ref field);)
        {
            if (field <= (kind == 8 ? 6 : kind == 5 ? 4 : 2))
                numbers[field] = thrift.ReadInt32();
            else if (kind == 8 && field == 7)
                header = header with { IsCompressed = thrift.ReadBool() };
            else
                thrift.Skip();
        }
        header = header with { ValueCount = numbers[1], Encoding = (ParquetEncoding)numbers[kind == 8 ? 4 : 2] };
        if (kind == 5)
            return header with { LevelEncoding = (ParquetEncoding)numbers[3] };
        if (kind == 7)
            return header;
        if (numbers[5] < 0 || numbers[6] < 0 || (long)numbers[5] + numbers[6] > header.CompressedSize)
            throw new InvalidDataException("A page's levels are longer than the page.");
        return header with { RepetitionsSize = numbers[6], LevelsSize = numbers[5] + numbers[6] };
    }
}
