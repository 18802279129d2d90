using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Levada.Servers;

/// <summary>Stands between clients and a broker, and passes frames one by one as it sees fit.</summary>
public abstract class FrameProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private Task _accepting = Task.CompletedTask;

    protected FrameProxy() => _listener.Start();

    public string Address => _listener.LocalEndpoint.ToString()!;

    public void ConnectTo(IPEndPoint broker) => _accepting = AcceptAsync(broker);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        // Only then the listener: whoever asks one that has stopped for a connection is told of a mistake.
        await _accepting;
        _listener.Stop();
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <returns>Whether the request goes on to the broker; the connection waits for it.</returns>
    protected virtual ValueTask<bool> PassesRequestAsync(ReadOnlyMemory<byte> request, CancellationToken stopping) => ValueTask.FromResult(true);

    /// <returns>Whether the answer goes back to the client.</returns>
    protected virtual bool PassesAnswer() => true;

    private async Task AcceptAsync(IPEndPoint broker)
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token), broker));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client, IPEndPoint address)
    {
        using (client)
        using (var broker = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await broker.ConnectAsync(address, _stopping.Token);
                // Whichever side ends first ends both.
                await Task.WhenAny(
                    PassAsync(client.GetStream(), broker.GetStream(), frame => PassesRequestAsync(frame, _stopping.Token)),
                    PassAsync(broker.GetStream(), client.GetStream(), _ => ValueTask.FromResult(PassesAnswer())));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The broker is down: the client sees its connection close.
            }
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, Func<ReadOnlyMemory<byte>, ValueTask<bool>> passes)
    {
        var length = new byte[sizeof(int)];
        while (true)
        {
            await from.ReadExactlyAsync(length, _stopping.Token);
            var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            await from.ReadExactlyAsync(frame, _stopping.Token);
            if (!await passes(frame)) continue;
            await to.WriteAsync(length, _stopping.Token);
            await to.WriteAsync(frame, _stopping.Token);
        }
    }
}
