namespace Levada.Network.Tests;

/// <summary>A listener, handler and log for one connection; answers are left to the test.</summary>
internal sealed class SingleHost(int memoryBytes) : IConnectionHost, IFrameHandler, INetworkLog, IMemoryWaiter
{
    public string ListenerName => "PLAINTEXT";
    public IFrameHandler Handler => this;
    public NetworkOptions Options { get; init; } = new();
    public ITurnThreads Threads { get; init; } = PoolThreads.Shared;
    public MemoryBudget Memory { get; } = new(memoryBytes, 0);
    public ListenerCounters Counters { get; } = new();
    public INetworkLog Log => this;
    public List<ResponseSlot> Responses { get; } = [];
    public string LogLine { get; private set; } = "";

    public FrameResult OnFrame(Span<byte> frame, ResponseSlot response)
    {
        Responses.Add(response);
        return FrameResult.Continue;
    }

    public void OnClosing(Connection connection)
    {
    }

    public void OnClosed(Connection connection)
    {
    }

    public void OnMemoryGranted(byte[] buffer) => throw new InvalidOperationException("It was there at once.");
    public void Info(string text) => LogLine = text;
    public void Warn(string text) => LogLine = text;
    public void Error(string text, Exception exception) => LogLine = $"{text} {exception}";
}
