namespace Levada.Simulation;

/// <summary>FNV-1a over 64 bits: enough to tell two traces apart, and the same everywhere.</summary>
internal static class DiskChecksum
{
    public static ulong Compute(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037;
        foreach (var value in bytes) hash = (hash ^ value) * 1099511628211;
        return hash;
    }
}
