namespace Levada.Network;

/// <summary>What a connection needs of the listener it came through.</summary>
internal interface IConnectionHost
{
    string ListenerName { get; }
    IFrameHandler Handler { get; }
    NetworkOptions Options { get; }
    MemoryBudget Memory { get; }
    ListenerCounters Counters { get; }
    INetworkLog Log { get; }
    ITurnThreads Threads { get; }

    /// <summary>The connection's place is free, before its peer can know.</summary>
    void OnClosing(Connection connection);

    /// <summary>The handler knows that the connection is gone.</summary>
    void OnClosed(Connection connection);
}
