using System.Net;

namespace Levada.Network.Tests;

public sealed class StalledRequestTests
{
    private const int BufferBytes = MemoryBudget.SmallestBufferBytes;

    [Fact]
    public void A_request_that_waited_for_memory_has_its_time_from_when_it_came()
    {
        var host = new SingleHost(BufferBytes);
        var holder = host.Memory.RentFirst(BufferBytes, host)!;
        using var transport = new ScriptedTransport([.. TestClient.Frame([1]), .. TestClient.Frame(new byte[BufferBytes - 4]).AsSpan(0, 100)]);
        var peer = new IPEndPoint(IPAddress.Loopback, 1);
        var connection = new Connection(1, host, transport, peer, peer);
        connection.Signal(Signals.Completed, isInline: true);
        Assert.True(host.Memory.HasWaiters);

        // The sweep sees the connection quiet while memory is short; before it can act on that, the memory comes.
        transport.OnSending = () =>
        {
            connection.WasActive = false;
            connection.Signal(Signals.ReapStalled, isInline: false);
            host.Memory.Return(holder);
        };
        var response = host.Responses.Single();
        response.Buffer.Append(1)[0] = 1;
        response.Complete();
        Assert.True(SpinWait.SpinUntil(() => transport.IsDisposed || transport.AwaitedByteCount > 0, TestClient.Patience));
        Assert.False(transport.IsDisposed, host.LogLine);
        connection.Abort();
    }
}
