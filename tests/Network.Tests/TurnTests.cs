using System.Net;

namespace Levada.Network.Tests;

/// <summary>How long a connection keeps the thread on which it takes its turn.</summary>
public sealed class TurnTests
{
    private const int FrameCount = 20;

    [Fact]
    public void A_busy_connection_keeps_its_thread_while_nothing_else_waits_for_it()
    {
        var threads = new CountedThreads();
        var host = Begin(threads);
        Assert.Equal(FrameCount, host.Responses.Count);
        Assert.Empty(threads.Queued);
    }

    [Fact]
    public void A_busy_connection_lets_other_work_go_before_it_and_then_goes_on_where_it_was()
    {
        var threads = new CountedThreads { IsCurrentWanted = true };
        var host = Begin(threads);
        for (var seen = 0; seen < FrameCount; seen++)
        {
            // To receive, or to handle one frame, uses up a turn as short as this.
            Assert.Equal(seen, host.Responses.Count);
            Assert.Single(threads.Queued);
            threads.Queued.Dequeue().Execute();
        }

        Assert.Equal(FrameCount, host.Responses.Count);
    }

    [Fact]
    public void A_connection_keeps_its_thread_again_when_nothing_waits_any_more()
    {
        var threads = new CountedThreads { IsCurrentWanted = true };
        var host = Begin(threads);
        threads.IsCurrentWanted = false;
        threads.Queued.Dequeue().Execute();
        Assert.Equal(FrameCount, host.Responses.Count);
        Assert.Empty(threads.Queued);
    }

    private static SingleHost Begin(ITurnThreads threads)
    {
        var host = new SingleHost(MemoryBudget.SmallestBufferBytes) { Options = new NetworkOptions { TurnBytesMax = 1, OpenRequestCountMax = FrameCount + 1 }, Threads = threads };
        var peer = new IPEndPoint(IPAddress.Loopback, 1);
        var transport = new ScriptedTransport([.. Enumerable.Range(0, FrameCount).SelectMany(number => TestClient.Frame([(byte)number]))]);
        new Connection(1, host, transport, peer, peer).Signal(Signals.Completed, isInline: true);
        return host;
    }

    private sealed class CountedThreads : ITurnThreads
    {
        public Queue<IThreadPoolWorkItem> Queued { get; } = [];
        public bool IsCurrentWanted { get; set; }

        public void Queue(IThreadPoolWorkItem turn) => Queued.Enqueue(turn);
    }
}
