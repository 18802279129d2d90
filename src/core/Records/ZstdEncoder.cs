using Levada.Protocol;
using ZstdSharp;

namespace Levada.Records;

/// <summary>Writes one zstd frame with its content size.</summary>
internal static class ZstdEncoder
{
    // A context holds about a megabyte at the default level: a few are kept, by whoever comes first.
    private static readonly Compressor?[] Idle = new Compressor?[4];

    public static void Encode(int level, ReadOnlySpan<byte> source, FrameBuffer target)
    {
        var compressor = Rent();
        try
        {
            if (compressor.Level != level) compressor.Level = level;
            var start = target.Length;
            var byteCount = compressor.Wrap(source, target.Append(Compressor.GetCompressBound(source.Length)));
            target.Truncate(start + byteCount);
        }
        finally
        {
            Return(compressor);
        }
    }

    private static Compressor Rent()
    {
        foreach (ref var slot in Idle.AsSpan())
        {
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } compressor) return compressor;
        }

        return new();
    }

    private static void Return(Compressor compressor)
    {
        foreach (ref var slot in Idle.AsSpan())
        {
            if (Interlocked.CompareExchange(ref slot, compressor, null) is null) return;
        }

        compressor.Dispose();
    }
}
