namespace Levada.Network;

/// <summary>What has happened to a connection since its last turn.</summary>
[Flags]
internal enum Signals
{
    None = 0,

    /// <summary>A turn runs or is queued: whoever sets another bit need not start one.</summary>
    Running = 1,
    Received = 2,
    Sent = 4,
    Completed = 8,
    MemoryGranted = 16,

    /// <summary>No further requests; close when the responses have left.</summary>
    Stop = 32,

    /// <summary>Quiet for a while: give memory back.</summary>
    Trim = 64,

    /// <summary>Quiet for too long: close unless a request is open.</summary>
    Reap = 128,

    /// <summary>Memory is short: close if it is held by a request that does not move.</summary>
    ReapStalled = 256,
    Abort = 512,
}
