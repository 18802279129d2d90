namespace Levada.Simulation;

/// <summary>What a simulated disk does to its user; the default is a healthy disk that still loses what was not flushed.</summary>
public sealed record DiskFaults
{
    public static DiskFaults None { get; } = new();

    /// <summary>Probability (0 to 1) that a write ends in EIO; a part of it may have been written.</summary>
    public double WriteErrorProbability { get; init; }

    /// <summary>Probability that a flush of a file or directory ends in EIO.</summary>
    /// <remarks>As on Linux, the dirty pages are then forgotten: a later flush succeeds without them.</remarks>
    public double FlushErrorProbability { get; init; }

    /// <summary>Probability that opening a file ends in EIO.</summary>
    public double OpenErrorProbability { get; init; }

    /// <summary>Probability that a rename, delete or new directory ends in EIO without effect.</summary>
    public double NameErrorProbability { get; init; }

    /// <summary>Bytes the disk holds; past them a write keeps what fits and ends in ENOSPC.</summary>
    public long CapacityBytes { get; init; } = long.MaxValue;

    /// <summary>Whether power loss may keep some 512-byte sectors of an unflushed write and lose others.</summary>
    public bool HasTornWrites { get; init; } = true;

    /// <summary>Probability that an unflushed write which power loss kept has one bit flipped.</summary>
    public double BitFlipProbability { get; init; }
}
