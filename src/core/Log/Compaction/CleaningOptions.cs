namespace Levada.Log.Compaction;

/// <summary>What one cleaning may take of the machine.</summary>
public sealed record CleaningOptions
{
    /// <summary>The most memory for the map of keys: a thread's share of <c>log.cleaner.dedupe.buffer.size</c>.</summary>
    public long MapBytesMax { get; init; } = 128 * 1024 * 1024;

    /// <summary><c>log.cleaner.io.buffer.load.factor</c></summary>
    public double MapLoadFactor { get; init; } = 0.9;

    /// <summary>How much is read and written at a time: a thread's share of <c>log.cleaner.io.buffer.size</c>.</summary>
    public int BufferBytes { get; init; } = 512 * 1024;
}
