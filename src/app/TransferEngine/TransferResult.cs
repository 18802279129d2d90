namespace Levada.TransferEngine;

/// <summary>How a run ended.</summary>
/// <param name="RowCount">Rows retrieved or exported.</param>
/// <param name="ByteCount">Bytes written or read.</param>
/// <param name="Duration">From the first statement to the commit.</param>
public sealed record TransferResult(long RowCount, long ByteCount, TimeSpan Duration)
{
    /// <summary>The next <c>--last-value</c> of an incremental import.</summary>
    public string? NextLastValue { get; init; }

    /// <summary>False when an incremental import found nothing new.</summary>
    public bool HasNewRows { get; init; } = true;
}
