namespace Levada.Network;

/// <summary>What a listener has done since it began; read at any time.</summary>
public sealed class ListenerCounters
{
    private long _receivedBytes;
    private long _sentBytes;
    private long _requests;
    private long _accepted;
    private long _rejected;
    private long _reaped;
    private long _invalidFrames;
    private int _connections;

    public long ReceivedByteCount => Interlocked.Read(ref _receivedBytes);
    public long SentByteCount => Interlocked.Read(ref _sentBytes);
    public long RequestCount => Interlocked.Read(ref _requests);
    public long AcceptedConnectionCount => Interlocked.Read(ref _accepted);

    /// <summary>Connections closed at once because of a limit.</summary>
    public long RejectedConnectionCount => Interlocked.Read(ref _rejected);

    /// <summary>Connections closed because they were quiet for too long.</summary>
    public long ReapedConnectionCount => Interlocked.Read(ref _reaped);

    /// <summary>Connections closed because what they sent was no request.</summary>
    public long InvalidFrameCount => Interlocked.Read(ref _invalidFrames);

    /// <summary>Open connections now.</summary>
    public int ConnectionCount => Volatile.Read(ref _connections);

    internal void AddTraffic(long receivedBytes, long sentBytes, long requests)
    {
        if (receivedBytes > 0) Interlocked.Add(ref _receivedBytes, receivedBytes);
        if (sentBytes > 0) Interlocked.Add(ref _sentBytes, sentBytes);
        if (requests > 0) Interlocked.Add(ref _requests, requests);
    }

    internal void AddOpened()
    {
        Interlocked.Increment(ref _accepted);
        Interlocked.Increment(ref _connections);
    }

    internal void AddClosed() => Interlocked.Decrement(ref _connections);
    internal void AddRejected() => Interlocked.Increment(ref _rejected);
    internal void AddReaped() => Interlocked.Increment(ref _reaped);
    internal void AddInvalidFrame() => Interlocked.Increment(ref _invalidFrames);
}
