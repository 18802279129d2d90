using System.Net;

namespace Levada.Network;

/// <summary>One client connection: receives frames, gives them to the handler and sends the responses in order.</summary>
/// <remarks>
/// Everything happens in turns, one at a time, on whatever thread brings news. News for a running turn (a completed slot,
/// a finished transfer) is a bit that this turn finds before it ends; otherwise the thread pool starts a turn, so that a
/// thread that completes a slot never runs socket or handler code.
/// </remarks>
public sealed class Connection : ITransportOwner, IMemoryWaiter, IThreadPoolWorkItem
{
    // Many tiny frames cost their handling, not their bytes.
    private const int FrameCost = 512;

    private readonly IConnectionHost _host;
    private readonly IFrameHandler _handler;
    private readonly ITransport _transport;
    private readonly FrameReceiver _receiver;
    private readonly ResponseSender _sender;
    private readonly int _turnBytesMax;

    private int _signals;
    private Transfer _received;
    private Transfer _sent;
    private byte[]? _granted;
    private CancellationTokenSource? _closing;
    private volatile bool _isClosed;
    private volatile bool _isMuted;

    private bool _isReceiving;
    private bool _isAwaitingResponse;
    private bool _isEnding;
    private int _budget;
    private long _receivedBytes;
    private long _reportedSentBytes;
    private long _requests;

    internal Connection(long id, IConnectionHost host, ITransport transport, IPEndPoint remote, IPEndPoint local)
    {
        Id = id;
        RemoteEndPoint = remote;
        LocalEndPoint = local;
        _host = host;
        _handler = host.Handler;
        _transport = transport;
        _turnBytesMax = host.Options.TurnBytesMax;
        _receiver = new FrameReceiver(host.Memory, host.Options.RequestBytesMax, this);
        _sender = new ResponseSender(this, transport, host.Options.OpenRequestCountMax, host.Options.UnsentBytesMax);
        transport.Attach(this);
    }

    /// <summary>Unique within the process.</summary>
    public long Id { get; }

    public string ListenerName => _host.ListenerName;
    public IPEndPoint RemoteEndPoint { get; }
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>The client's address as text.</summary>
    public string ClientHost => field ??= RemoteEndPoint.Address.ToString();

    /// <summary>Whatever the handler keeps with this connection.</summary>
    public object? State { get; set; }

    /// <summary>Cancelled when the connection has closed.</summary>
    public CancellationToken Closed => ClosedToken();

    // The sweep's notes: set by turns, cleared by the one timer; a lost race costs one interval.
    internal bool WasActive { get; set; } = true;
    internal bool IsTrimmed { get; set; }
    internal long QuietSince { get; set; }

    /// <summary>
    /// Handles no further request until <see cref="Unmute"/>; responses leave all the same (KIP-219). From any thread; certain
    /// to hold for the next request only when called while one is handled.
    /// </summary>
    public void Mute() => _isMuted = true;

    /// <summary>Goes on where <see cref="Mute"/> stopped. From any thread.</summary>
    public void Unmute()
    {
        _isMuted = false;
        Signal(Signals.Completed, isInline: false);
    }

    /// <summary>Closes the connection without waiting for responses. From any thread.</summary>
    public void Abort() => Signal(Signals.Abort, isInline: false);

    void ITransportOwner.OnReceived(Transfer transfer)
    {
        _received = transfer;
        Signal(Signals.Received, isInline: true);
    }

    void ITransportOwner.OnSent(Transfer transfer)
    {
        _sent = transfer;
        Signal(Signals.Sent, isInline: true);
    }

    void IMemoryWaiter.OnMemoryGranted(byte[] buffer)
    {
        _granted = buffer;
        Signal(Signals.MemoryGranted, isInline: false);
    }

    void IThreadPoolWorkItem.Execute() => RunTurn();

    internal void Start() => Signal(Signals.Completed, isInline: false);
    internal void OnSlotComplete(bool isInline) => Signal(Signals.Completed, isInline);

    internal void Signal(Signals signal, bool isInline)
    {
        var before = (Signals)Interlocked.Or(ref _signals, (int)(signal | Signals.Running));
        if (Has(before, Signals.Running)) return;
        if (isInline) RunTurn();
        else _host.Threads.Queue(this);
    }

    // Enum.HasFlag boxes wherever the compiler does not optimize.
    private static bool Has(Signals signals, Signals signal) => (signals & signal) != 0;

    private bool IsGated => _isAwaitingResponse || _isEnding || _isMuted || !_sender.HasRoom;

    private void RunTurn()
    {
        _budget = _turnBytesMax;
        while (true)
        {
            var signals = (Signals)Interlocked.And(ref _signals, (int)Signals.Running);
            Work(signals);
            if (_budget <= 0 && !_isClosed)
            {
                Report();
                // To give a thread away and be woken on another costs as much as some hundred kilobytes do.
                if (!_host.Threads.IsCurrentWanted)
                {
                    _budget = _turnBytesMax;
                    continue;
                }

                _host.Threads.Queue(this);
                return;
            }

            // Counters are exact when the turn ends, for whoever waits on what it has sent.
            Report();
            if (Interlocked.CompareExchange(ref _signals, 0, (int)Signals.Running) == (int)Signals.Running) return;
        }
    }

    private void Work(Signals signals)
    {
        try
        {
            TakeNews(signals);
            if (_isClosed) ReleaseMemory();
            else Proceed();
        }
        catch (Exception e)
        {
            // A bug of ours or of the handler costs this connection, never the process.
            _host.Log.Error($"Connection {Id} from {ClientHost} is closed after an unexpected error.", e);
            Close();
        }
    }

    private void TakeNews(Signals signals)
    {
        if (Has(signals, Signals.Sent)) _sender.OnSent(_sent);
        if (Has(signals, Signals.MemoryGranted))
        {
            _receiver.Accept(_granted!);
            _granted = null;

            // It was others who kept it waiting: its time to move begins now.
            MarkActive();
        }

        if (Has(signals, Signals.Received))
        {
            _isReceiving = false;
            TakeReceived(_received);
        }

        if (Has(signals, Signals.Stop)) _isEnding = true;
        if (Has(signals, Signals.Trim)) Trim();
        if (Has(signals, Signals.ReapStalled) && IsStalled()) CloseBecause("its request did not move while memory was short");
        if (Has(signals, Signals.Reap)) Reap();
        if (Has(signals, Signals.Abort)) Close();
    }

    private void Proceed()
    {
        while (!_isClosed && _budget > 0)
        {
            _sender.Pump(ref _budget);
            if (_sender.IsFinished || (_isEnding && _sender.Count == 0 && !_sender.IsSending))
            {
                Close();
                return;
            }

            if (_budget <= 0) return;
            if (_isAwaitingResponse && _sender.IsLastComplete) _isAwaitingResponse = false;
            if (!IsGated && HandleFrames()) continue;
            if (_isEnding || !TryReceive()) return;
        }
    }

    /// <summary>Handles what frames it may; false: there was no whole one.</summary>
    private bool HandleFrames()
    {
        var hasHandled = false;
        while (_budget > 0 && !IsGated && _receiver.TryTakeFrame(out var frame))
        {
            hasHandled = true;
            HandleFrame(frame);
        }

        if (_receiver.Fault is not { } fault || _isEnding) return hasHandled;
        _host.Counters.AddInvalidFrame();
        _host.Log.Warn($"Connection {Id} from {ClientHost} is closed: {fault}.");
        _isEnding = true;
        return true;
    }

    private void HandleFrame(Span<byte> frame)
    {
        _budget -= FrameCost;
        _requests++;
        var slot = _sender.Enqueue();
        switch (_handler.OnFrame(frame, slot))
        {
            case FrameResult.AwaitResponse:
                _isAwaitingResponse = true;
                break;
            case FrameResult.Close:
                _host.Counters.AddInvalidFrame();
                _isEnding = true;
                _sender.DropLastUnlessComplete();
                break;
        }
    }

    /// <summary>Receives if the connection may; true if something came at once.</summary>
    private bool TryReceive()
    {
        // Without buffered bytes a small receive goes out even while no request is wanted: it sees the peer leave.
        if (_isReceiving || (IsGated && _receiver.HasBytes) || !_receiver.TryPrepare(out var space)) return false;
        var transfer = _transport.Receive(space);
        if (transfer.Status == TransferStatus.Pending)
        {
            _isReceiving = true;
            return false;
        }

        TakeReceived(transfer);
        return true;
    }

    private void TakeReceived(Transfer transfer)
    {
        if (_isClosed) return;
        if (transfer.Status == TransferStatus.Failed || transfer.ByteCount == 0)
        {
            Close();
            return;
        }

        MarkActive();
        _receiver.Advance(transfer.ByteCount);
        _receivedBytes += transfer.ByteCount;
        _budget -= transfer.ByteCount;
    }

    private void MarkActive()
    {
        WasActive = true;
        IsTrimmed = false;
    }

    private void Trim()
    {
        _sender.Trim();
        _receiver.Trim();
    }

    private bool IsStalled() => !_isClosed
        && _receiver is { HoldsPooledMemory: true, IsWaitingForMemory: false } && !WasActive && !IsGated;

    private void Reap()
    {
        var isAboutToSend = _sender.Count > 0 && !_sender.IsSending;
        if (_isClosed || WasActive || _isMuted || isAboutToSend || _sender.HasIncomplete) return;
        _host.Counters.AddReaped();
        Close();
    }

    private void CloseBecause(string reason)
    {
        _host.Log.Warn($"Connection {Id} from {ClientHost} is closed: {reason}.");
        Close();
    }

    private void Close()
    {
        if (_isClosed) return;
        _isClosed = true;
        Interlocked.MemoryBarrier(); // Pairs with the exchange in ClosedToken: one of the two sees the other.
        Report();
        _host.OnClosing(this);
        _transport.Dispose();
        ReleaseMemory();
        Volatile.Read(ref _closing)?.CancelAsync();
        try
        {
            _handler.OnClosed(this);
        }
        catch (Exception e)
        {
            _host.Log.Error($"Closing connection {Id} failed.", e);
        }

        _host.OnClosed(this);
    }

    // A pending transfer still uses its buffer: the turn that hears of its end comes back here.
    private void ReleaseMemory()
    {
        if (!_isReceiving) _receiver.Release();
        if (!_sender.IsSending) _sender.Abandon();
    }

    private void Report()
    {
        var sent = _sender.SentByteCount;
        _host.Counters.AddTraffic(_receivedBytes, sent - _reportedSentBytes, _requests);
        if (sent > _reportedSentBytes) MarkActive();
        _reportedSentBytes = sent;
        _receivedBytes = _requests = 0;
    }

    private CancellationToken ClosedToken()
    {
        if (Volatile.Read(ref _closing) is not { } source)
        {
            var created = new CancellationTokenSource();
            source = Interlocked.CompareExchange(ref _closing, created, null) ?? created;
        }

        if (_isClosed) source.Cancel();
        return source.Token;
    }
}
