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

    void OnClosed(Connection connection);
}
