namespace Levada.Client.Connections;

/// <summary>The place of one connection: opened when first wanted, opened again after it ended, not faster than the backoff.</summary>
internal sealed class ConnectionSlot(HostPort address, ClientOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private BrokerConnection? _connection;
    private int _failedCount;
    private long _failedAt;

    public ValueTask<BrokerConnection> GetAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _connection) is { IsClosed: false } open ? ValueTask.FromResult(open) : OpenAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync();
        if (_connection is not null) await _connection.DisposeAsync();
        _connection = null;
        _opening.Release();
    }

    private async ValueTask<BrokerConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_connection is { IsClosed: false } open) return open;
            if (_connection is not null) await _connection.DisposeAsync();
            _connection = null;
            await BackOffAsync(cancellationToken);
            _connection = await BrokerConnection.ConnectAsync(address, options, cancellationToken);
            _failedCount = 0;
            return _connection;
        }
        catch (KafkaException)
        {
            _failedCount++;
            _failedAt = time.GetTimestamp();
            throw;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task BackOffAsync(CancellationToken cancellationToken)
    {
        if (_failedCount == 0) return;
        var delayMs = Math.Min((long)options.RetryBackoffMs << Math.Min(_failedCount - 1, 20), options.RetryBackoffMsMax);
        var rest = TimeSpan.FromMilliseconds(delayMs) - time.GetElapsedTime(_failedAt);
        if (rest > TimeSpan.Zero) await Task.Delay(rest, time, cancellationToken);
    }
}
