namespace Levada.DataFiles.Parquet;

/// <summary>Values by their number in the chunk's dictionary.</summary>
internal sealed class DictionaryDecoder : ValueDecoder
{
    private readonly ParquetDictionary _dictionary;
    private readonly HybridDecoder _numbers = new();

    /// <param name="bytes">The width of a number, then runs and packed groups.</param>
    public DictionaryDecoder(ParquetDictionary dictionary, ArraySegment<byte> bytes)
    {
        _dictionary = dictionary;
        if (bytes.Count == 0)
            throw new InvalidDataException("A page of numbered values has no width.");
        _numbers.Bind(bytes[1..], bytes[0]);
    }

    public override long NextInteger() => _dictionary.Integer(Next());

    public override double NextReal() => _dictionary.Real(Next());

    public override ReadOnlySpan<byte> NextBytes() => _dictionary.Bytes(Next());

    private int Next()
    {
        var number = _numbers.Next();
        return (uint)number < (uint)_dictionary.Count
            ? number
            : throw new InvalidDataException($"A value has the number {number} in a dictionary of {_dictionary.Count}.");
    }
}
