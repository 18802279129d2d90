namespace Levada.Operations.Tests;

/// <summary>How a disk fails.</summary>
public enum DiskFault
{
    None,

    /// <summary>Writes end in EIO without effect.</summary>
    WriteFails,

    /// <summary>Writes keep half of their bytes and end in ENOSPC.</summary>
    IsFull,

    /// <summary>Writes succeed and flushes end in EIO.</summary>
    FlushFails,

    /// <summary>Reads end in EIO.</summary>
    ReadFails,
}
