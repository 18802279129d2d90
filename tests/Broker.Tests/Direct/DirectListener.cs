using Levada.Network;

namespace Levada.Broker.Tests.Direct;

/// <summary>Stands where a listener would, for one connection without a socket.</summary>
internal sealed class DirectListener(IFrameHandler handler, INetworkLog log) : IConnectionHost
{
    public string ListenerName => "PLAINTEXT";
    public IFrameHandler Handler { get; } = handler;

    /// <summary>A turn never ends on another thread.</summary>
    public NetworkOptions Options { get; } = new() { TurnBytesMax = int.MaxValue };
    public MemoryBudget Memory { get; } = new(256L << 20, 64L << 20);
    public ListenerCounters Counters { get; } = new();
    public INetworkLog Log { get; } = log;
    public ITurnThreads Threads => PoolThreads.Shared;

    public void OnClosing(Connection connection)
    {
    }

    public void OnClosed(Connection connection)
    {
    }
}
