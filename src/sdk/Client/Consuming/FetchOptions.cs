namespace Levada.Client.Consuming;

/// <summary>How records are fetched.</summary>
public sealed record FetchOptions
{
    /// <summary>The broker answers at once when it has this many bytes.</summary>
    public int BytesMin { get; init; } = 1;

    /// <summary>How long the broker may wait for them.</summary>
    public int WaitMsMax { get; init; } = 500;

    /// <summary>The most bytes of one response (one batch may exceed it).</summary>
    public int BytesMax { get; init; } = 50 * 1024 * 1024;

    /// <summary>The most bytes of one partition in one response (one batch may exceed it).</summary>
    public int PartitionBytesMax { get; init; } = 1024 * 1024;

    /// <summary>Whether records of open and aborted transactions are left out.</summary>
    public bool IsCommittedOnly { get; init; } = true;

    /// <summary>Where to go on when a position is out of range (<see cref="Admin.OffsetTarget"/>); null reports the error.</summary>
    public long? OutOfRangeTarget { get; init; }

    /// <summary>Responses fetched ahead of the reader.</summary>
    public int ResponsesAheadMax { get; init; } = 2;
}
