namespace Levada.Simulation.Tests.Logs;

/// <summary>A batch as its producer remembers it; a retry sends the same again.</summary>
internal sealed class SentBatch
{
    public required int BaseSequence { get; init; }
    public required long[] Values { get; init; }
    public required long[] TimestampsMs { get; init; }

    /// <summary>Padding of each value, in bytes.</summary>
    public required int[] PaddingBytes { get; init; }

    /// <summary>Where the log put it; null while it is not known to be there.</summary>
    public long? BaseOffset { get; set; }

    public long? LastOffset => BaseOffset + Values.Length - 1;
}
