using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Levada.Clients.Tests;

/// <summary>Stands between client and broker and, when told, lets requests through but no answer back.</summary>
internal sealed class AnswerHoldingProxy : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _held = new(0);
    private Task _accepting = Task.CompletedTask;
    private volatile bool _isHolding;

    public AnswerHoldingProxy() => _listener.Start();

    public string Address => _listener.LocalEndpoint.ToString()!;

    public void ConnectTo(int port) => _accepting = AcceptAsync(port);

    public void HoldAnswers() => _isHolding = true;

    public void PassAnswers() => _isHolding = false;

    public async Task WaitForHeldAnswersAsync(int count)
    {
        for (var i = 0; i < count; i++) Assert.True(await _held.WaitAsync(Patience), $"Only {i} of {count} answers came.");
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
        _held.Dispose();
    }

    private async Task AcceptAsync(int port)
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token), port));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client, int port)
    {
        using (client)
        using (var broker = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await broker.ConnectAsync(IPAddress.Loopback, port, _stopping.Token);
                // Whichever side ends first ends both.
                await Task.WhenAny(client.GetStream().CopyToAsync(broker.GetStream(), _stopping.Token), PassAnswersAsync(broker.GetStream(), client.GetStream()));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The broker is down: the client sees its connection close.
            }
        }
    }

    private async Task PassAnswersAsync(NetworkStream broker, NetworkStream client)
    {
        var length = new byte[sizeof(int)];
        while (true)
        {
            await broker.ReadExactlyAsync(length, _stopping.Token);
            var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            await broker.ReadExactlyAsync(answer, _stopping.Token);
            if (_isHolding)
            {
                _held.Release();
                continue;
            }

            await client.WriteAsync(length, _stopping.Token);
            await client.WriteAsync(answer, _stopping.Token);
        }
    }
}
