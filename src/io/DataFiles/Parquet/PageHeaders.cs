namespace Levada.DataFiles.Parquet;

/// <summary>The header of a page that is written.</summary>
internal readonly record struct PageHeaders(PageType Type, int ValueCount, ParquetEncoding Encoding)
{
    /// <param name="valueCount">NULLs among them.</param>
    /// <param name="encoding">Of the values; levels are always runs and packed bits.</param>
    public static PageHeaders Data(int valueCount, ParquetEncoding encoding) => new(PageType.Data, valueCount, encoding);

    public static PageHeaders Dictionary(int valueCount) => new(PageType.Dictionary, valueCount, ParquetEncoding.PlainDictionary);

    public void Write(ThriftWriter thrift, int uncompressedSize, int compressedSize)
    {
        thrift.Begin();
        thrift.Int32(1, (int)Type);
        thrift.Int32(2, uncompressedSize);
        thrift.Int32(3, compressedSize);
        thrift.BeginField(Type == PageType.Dictionary ? 7 : 5);
        thrift.Int32(1, ValueCount);
        thrift.Int32(2, (int)Encoding);
        if (Type == PageType.Data)
        {
            thrift.Int32(3, (int)ParquetEncoding.Rle);
            thrift.Int32(4, (int)ParquetEncoding.Rle);
        }
        thrift.End();
        thrift.End();
    }
}
