namespace Levada.Network;

internal enum TransferStatus
{
    /// <summary>Bytes moved; for a receive, zero of them is the end of the stream.</summary>
    Done,

    /// <summary>The owner is told when it is finished.</summary>
    Pending,

    /// <summary>Nothing can move now, and nothing was started.</summary>
    WouldBlock,

    /// <summary>The connection is broken, or a file ended before its range did.</summary>
    Failed,
}
