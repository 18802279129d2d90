using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Parquet;

/// <summary>The distinct values of a column chunk, by number.</summary>
internal sealed class ParquetDictionary
{
    private readonly long[] _integers = [];
    private readonly double[] _reals = [];
    private readonly int[] _ends = [];
    private readonly BlockBuffer _bytes = new();

    /// <param name="count">As the page's header claims.</param>
    /// <param name="page">The values as they are.</param>
    public ParquetDictionary(ParquetLeaf leaf, int count, ArraySegment<byte> page)
    {
        // A value without bytes is possible only where the schema says so; then the count is free and must be bounded too.
        if (count < 0 || count > page.Count)
            throw new InvalidDataException($"A dictionary claims {count} values in {page.Count} bytes.");
        Count = count;
        var values = new PlainDecoder(leaf.Type, leaf.Size, page);
        switch (leaf.Type)
        {
            case PhysicalType.Int32 or PhysicalType.Int64:
                _integers = new long[count];
                for (var number = 0; number < count; number++)
                    _integers[number] = values.NextInteger();
                break;
            case PhysicalType.Float or PhysicalType.Double:
                _reals = new double[count];
                for (var number = 0; number < count; number++)
                    _reals[number] = values.NextReal();
                break;
            default:
                _ends = new int[count];
                for (var number = 0; number < count; number++)
                {
                    _bytes.Write(values.NextBytes());
                    _ends[number] = _bytes.Length;
                }
                break;
        }
    }

    public int Count { get; }

    public long Integer(int number) => _integers[number];

    public double Real(int number) => _reals[number];

    public ReadOnlySpan<byte> Bytes(int number)
    {
        var start = number == 0 ? 0 : _ends[number - 1];
        return _bytes.Written[start.._ends[number]];
    }
}
