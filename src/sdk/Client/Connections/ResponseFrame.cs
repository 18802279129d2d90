using System.Buffers;

namespace Levada.Client.Connections;

/// <summary>One response without its length and header, in pooled memory until disposed.</summary>
internal sealed class ResponseFrame(byte[] bytes, int start, int length) : IDisposable
{
    private byte[]? _bytes = bytes;

    public ReadOnlyMemory<byte> Body => _bytes.AsMemory(start, length - start);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { Length: > 0 } rented) ArrayPool<byte>.Shared.Return(rented);
    }
}
