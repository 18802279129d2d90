using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Levada.Protocol;

namespace Levada.Cli.Tests;

/// <summary>Stands between clients and a broker and holds one request back, with its connection, until it is told to let it go.</summary>
internal sealed class RequestHoldingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _accepting = Task.CompletedTask;
    private volatile Func<ApiKey, bool> _isToBeHeld = static _ => false;

    public RequestHoldingProxy() => _listener.Start();

    public string Address => _listener.LocalEndpoint.ToString()!;

    public void ConnectTo(string address) => _accepting = AcceptAsync(IPEndPoint.Parse(address));

    /// <param name="passingCount">How many requests of this kind go through before the one that is held.</param>
    public void Hold(ApiKey key, int passingCount) => _isToBeHeld = other => other == key && Interlocked.Decrement(ref passingCount) == -1;

    public Task WaitForHeldAsync() => _held.Task.WaitAsync(LevadaProcess.Patience);

    public void Release() => _released.SetResult();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

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
                await Task.WhenAny(PassRequestsAsync(client.GetStream(), broker.GetStream()), broker.GetStream().CopyToAsync(client.GetStream(), _stopping.Token));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The broker is down: the client sees its connection close.
            }
        }
    }

    private async Task PassRequestsAsync(NetworkStream client, NetworkStream broker)
    {
        var length = new byte[sizeof(int)];
        while (true)
        {
            await client.ReadExactlyAsync(length, _stopping.Token);
            var request = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            await client.ReadExactlyAsync(request, _stopping.Token);
            if (_isToBeHeld((ApiKey)BinaryPrimitives.ReadInt16BigEndian(request)))
            {
                _held.SetResult();
                await _released.Task.WaitAsync(_stopping.Token);
            }

            await broker.WriteAsync(length, _stopping.Token);
            await broker.WriteAsync(request, _stopping.Token);
        }
    }
}
