namespace Levada.Simulation;

/// <summary>Random numbers that are the same for a seed on every machine and runtime (SplitMix64).</summary>
/// <remarks>Not for secrets. <c>System.Random</c> promises no sequence across versions, so a kept seed could lose its meaning.</remarks>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to <paramref name="limit"/> exclusive; the limit must be positive.</summary>
    public int Next(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        // The high half of a 64 by 32 bit product: its bias is below 2^-32 and it costs no division.
        return (int)Math.BigMul(NextUInt64(), (ulong)limit, out _);
    }

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both inclusive.</summary>
    public int NextBetween(int low, int high) => low + Next(high - low + 1);

    /// <summary>True with the given probability, from 0 (never) to 1 (always).</summary>
    public bool NextBoolean(double probability = 0.5) => (NextUInt64() >> 11) * (1.0 / (1UL << 53)) < probability;

    public void NextBytes(Span<byte> destination)
    {
        foreach (ref var value in destination) value = (byte)NextUInt64();
    }

    /// <summary>An independent stream, so that drawing more in one place does not shift the numbers of another.</summary>
    public SeededRandom Fork() => new(NextUInt64());
}
