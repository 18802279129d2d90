using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using Levada.Protocol;

namespace Levada.Client.Connections;

/// <summary>One connection to one broker: requests are pipelined, responses come back in order.</summary>
internal sealed class BrokerConnection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly ClientOptions _options;
    private readonly HostPort _address;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _sending = new();
    private readonly Queue<PendingResponse> _pending = new();
    private FrameBuffer _outgoing = new();
    private FrameBuffer _written = new();
    private Task _writing = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;
    private int _correlationId;
    private Exception? _failure;

    private BrokerConnection(Socket socket, HostPort address, ClientOptions options)
    {
        _socket = socket;
        _address = address;
        _options = options;
        Versions = new ApiVersionTable([]);
    }

    public ApiVersionTable Versions { get; private set; }
    public HostPort Address => _address;
    public int RequestTimeoutMs => _options.RequestTimeoutMs;
    public bool IsClosed => Volatile.Read(ref _failure) is not null;

    /// <summary>Connects and learns the broker's versions.</summary>
    /// <exception cref="KafkaException">Nothing answers there, or not a broker.</exception>
    public static async Task<BrokerConnection> ConnectAsync(
        HostPort address, ClientOptions options, CancellationToken cancellationToken)
    {
        var socket = await DialAsync(address, options, cancellationToken);
        var connection = new BrokerConnection(socket, address, options);
        connection._reading = connection.ReadAllAsync();
        try
        {
            connection.Versions = await VersionNegotiation.NegotiateAsync(connection, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends one request and waits for its response.</summary>
    /// <exception cref="KafkaException">NETWORK_EXCEPTION: the connection ended or the response took too long.</exception>
    public async Task<ResponseFrame> SendAsync<TState>(
        ApiKey key, short version, bool isFlexible, TState state, RequestWriter<TState> write, int timeoutMs, CancellationToken cancellationToken)
    {
        var response = new PendingResponse(Interlocked.Increment(ref _correlationId), isFlexible && key != ApiKey.ApiVersions);
        Enqueue(key, version, isFlexible, state, write, response, response.CorrelationId);
        try
        {
            return await response.Task.WaitAsync(TimeSpan.FromMilliseconds(timeoutMs), cancellationToken);
        }
        catch (TimeoutException)
        {
            var failure = Lost($"no answer to {key} within {timeoutMs} ms", null);
            Fail(failure);
            throw failure;
        }
        catch (OperationCanceledException)
        {
            // The response still comes and has nobody to free it.
            _ = response.Task.ContinueWith(
                static late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Sends a request that has no response (acks=0); completes when it is written.</summary>
    public async Task SendOneWayAsync<TState>(
        ApiKey key, short version, bool isFlexible, TState state, RequestWriter<TState> write)
    {
        Enqueue(key, version, isFlexible, state, write, null, Interlocked.Increment(ref _correlationId));
        await _writing;
        if (_failure is { } failure) throw Lost("sending failed", failure);
    }

    public async ValueTask DisposeAsync()
    {
        Fail(Lost("the client closed the connection", null));
        await _reading;
        await _writing;
        _outgoing.Release();
        _written.Release();
        _closing.Dispose();
    }

    private static async Task<Socket> DialAsync(HostPort address, ClientOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(options.ConnectTimeoutMs);
            await socket.ConnectAsync(address.Host, address.Port, limit.Token);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new KafkaException(ErrorCode.NetworkException, $"cannot connect to {address}: {e.Message}", e);
        }
        catch (OperationCanceledException e)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new KafkaException(ErrorCode.NetworkException, $"cannot connect to {address} within {options.ConnectTimeoutMs} ms", e);
        }
    }

    private void Enqueue<TState>(
        ApiKey key, short version, bool isFlexible, TState state, RequestWriter<TState> write, PendingResponse? response, int correlationId)
    {
        lock (_sending)
        {
            if (_failure is not null) throw Lost("the connection is closed", _failure);
            var start = _outgoing.Length;
            try
            {
                WriteFrame(key, version, isFlexible, state, write, correlationId);
            }
            catch
            {
                _outgoing.Truncate(start);
                throw;
            }

            if (response is not null) _pending.Enqueue(response);
            if (_writing.IsCompleted) _writing = WriteAllAsync();
        }
    }

    private void WriteFrame<TState>(
        ApiKey key, short version, bool isFlexible, TState state, RequestWriter<TState> write, int correlationId)
    {
        var start = _outgoing.Length;
        var writer = new WireWriter(_outgoing);
        writer.WriteInt32(0);
        writer.WriteInt16((short)key);
        writer.WriteInt16(version);
        writer.WriteInt32(correlationId);
        writer.WriteString(_options.ClientId, false);
        if (isFlexible) writer.WriteNoTaggedFields();
        write(state, writer, version);
        BinaryPrimitives.WriteInt32BigEndian(_outgoing.Written[start..], _outgoing.Length - start - sizeof(int));
    }

    // Called and resumed with what has gathered meanwhile; at most one runs at a time.
    private async Task WriteAllAsync()
    {
        try
        {
            while (TakeOutgoing() is { Length: > 0 } bytes)
            {
                for (var rest = bytes; rest.Length > 0;)
                    rest = rest[await _socket.SendAsync(rest, SocketFlags.None, _closing.Token)..];
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Fail(Lost("sending failed", e));
        }
    }

    private ReadOnlyMemory<byte> TakeOutgoing()
    {
        lock (_sending)
        {
            _written.Clear();
            (_outgoing, _written) = (_written, _outgoing);
            if (_written.Length == 0) _writing = Task.CompletedTask;
            return _written.WrittenMemory;
        }
    }

    private async Task ReadAllAsync()
    {
        using var receiver = new FrameReceiver(_socket, _options.ResponseBytesMax);
        try
        {
            while (await receiver.ReceiveAsync(_closing.Token) is (var bytes, var length)) Complete(bytes, length);
            Fail(Lost("the broker closed the connection", null));
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            Fail(Lost(e is IOException ? e.Message : "receiving failed", e));
        }
    }

    private void Complete(byte[] bytes, int length)
    {
        PendingResponse? response;
        lock (_sending) _pending.TryDequeue(out response);
        var reader = new WireReader(bytes.AsSpan(0, length));
        var correlationId = reader.ReadInt32();
        if (response is { IsHeaderFlexible: true }) reader.SkipTaggedFields();
        if (response is null || reader.Failed || correlationId != response.CorrelationId)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            var failure = Lost("its answer belongs to no request", null);
            response?.TrySetException(failure);
            Fail(failure);
            return;
        }

        var frame = new ResponseFrame(bytes, reader.Position, length);
        if (!response.TrySetResult(frame)) frame.Dispose();
    }

    private void Fail(KafkaException failure)
    {
        List<PendingResponse> waiting;
        lock (_sending)
        {
            if (_failure is not null) return;
            _failure = failure;
            waiting = [.. _pending];
            _pending.Clear();
        }

        _closing.Cancel();
        _socket.Dispose();
        foreach (var response in waiting) response.TrySetException(failure);
    }

    private KafkaException Lost(string reason, Exception? inner) =>
        new(ErrorCode.NetworkException, $"the connection to {_address} was lost: {reason}", inner);
}
