using System.Collections.Concurrent;
using System.Net;

namespace Levada.Network.Tests;

/// <summary>Handles one request; what a test plugs in.</summary>
internal delegate FrameResult OnFrame(Span<byte> frame, ResponseSlot response);

/// <summary>A server on a free loopback port whose handler is the test's.</summary>
internal sealed class TestServer : IFrameHandler, INetworkLog, IAsyncDisposable
{
    private readonly OnFrame _onFrame;
    private readonly SemaphoreSlim _closed = new(0);

    public TestServer(OnFrame onFrame, NetworkOptions? options = null, TimeProvider? time = null, ConnectionLimits? limits = null)
    {
        _onFrame = onFrame;
        Server = new NetworkServer(this, options ?? new NetworkOptions(), time ?? TimeProvider.System, this)
        {
            Limits = limits ?? new ConnectionLimits(),
        };
        Listener = Server.Listen("PLAINTEXT", new IPEndPoint(IPAddress.Loopback, 0));
        Listener.Start();
    }

    public NetworkServer Server { get; }
    public Listener Listener { get; }
    public ConcurrentQueue<string> LogLines { get; } = new();
    public ConcurrentBag<Connection> ClosedConnections { get; } = [];

    public static FrameResult Echo(Span<byte> frame, ResponseSlot response)
    {
        frame.CopyTo(response.Buffer.Append(frame.Length));
        response.Complete();
        return FrameResult.Continue;
    }

    public TestClient Connect(int receiveBufferBytes = 0) => new(Listener.EndPoint, receiveBufferBytes);

    /// <summary>Waits until the handler has been told of that many closed connections.</summary>
    public async Task ClosedAsync(int count)
    {
        for (var i = 0; i < count; i++) Assert.True(await _closed.WaitAsync(TestClient.Patience), $"Only {i} of {count} connections closed.");
    }

    public FrameResult OnFrame(Span<byte> frame, ResponseSlot response) => _onFrame(frame, response);

    public void OnClosed(Connection connection)
    {
        ClosedConnections.Add(connection);
        _closed.Release();
    }

    public void Info(string text) => LogLines.Enqueue(text);
    public void Warn(string text) => LogLines.Enqueue(text);
    public void Error(string text, Exception exception) => LogLines.Enqueue($"{text} {exception}");

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _closed.Dispose();
    }
}
