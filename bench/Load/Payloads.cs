using System.Runtime.InteropServices;
using System.Text;

namespace Levada.Load;

/// <summary>Record values outside the managed heap, so that librdkafka may point at them.</summary>
internal sealed unsafe class Payloads : IDisposable
{
    private const int Variety = 4096;
    private readonly byte* _bytes;
    private readonly int _size;

    public Payloads(string kind, int size)
    {
        _size = size;
        _bytes = (byte*)NativeMemory.Alloc((nuint)size * Variety);
        var random = new Random(1);
        for (var i = 0; i < Variety; i++) Fill(kind, new Span<byte>(_bytes + (long)i * size, size), random, i);
    }

    public byte* this[long index] => _bytes + index % Variety * _size;

    public void Dispose() => NativeMemory.Free(_bytes);

    private static void Fill(string kind, Span<byte> target, Random random, int number)
    {
        if (kind == "random")
        {
            random.NextBytes(target);
            return;
        }

        var text = new StringBuilder("{");
        while (text.Length < target.Length)
            text.Append($"\"id\":{number},\"user\":\"user-{random.Next(10_000)}\",\"action\":\"view\",\"price\":{random.Next(100_000) / 100.0},\"tags\":[\"a\",\"b{random.Next(50)}\"],");
        Encoding.ASCII.GetBytes(text.ToString(0, target.Length), target);
    }
}
