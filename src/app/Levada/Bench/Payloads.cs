namespace Levada.Bench;

/// <summary>Values to produce: windows into random bytes, so that making one costs nothing and compression finds little.</summary>
internal sealed class Payloads
{
    private const int PoolByteCount = 4 * 1024 * 1024;
    private const int Step = 61;
    private readonly byte[] _pool;
    private readonly int _valueByteCount;
    private int _at;

    /// <param name="seed">Equal seeds give equal values.</param>
    public Payloads(int valueByteCount, int seed)
    {
        _valueByteCount = valueByteCount;
        _pool = new byte[PoolByteCount + valueByteCount];
        new Random(seed).NextBytes(_pool);
    }

    public ReadOnlyMemory<byte> Next()
    {
        _at = (_at + Step) % PoolByteCount;
        return _pool.AsMemory(_at, _valueByteCount);
    }
}
