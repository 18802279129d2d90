using Levada.Broker.Quotas;
using Levada.Network;
using Levada.Protocol;
using Levada.Replication;
using Levada.Runtime;

namespace Levada.Broker.Data;

/// <summary>
/// A fetch from its request to its response: it reads, and when there is too little to answer with it waits on every
/// partition until one moves or the time is up, then reads again.
/// </summary>
/// <remarks>
/// Pooled. One reference is the running fetch's own, one belongs to each linked wait and one to the armed timer; the last
/// to go returns the object, so that no late callback meets the next fetch.
/// </remarks>
internal sealed class FetchOperation : IOffsetWaiter, IThreadPoolWorkItem
{
    private const int Running = 0;
    private const int Registering = 1;
    private const int Waiting = 2;
    private const int Woken = 3;

    private readonly FetchOperationPool _pool;
    private readonly Timeout _timeout;
    private readonly ColdRun _coldRun;
    private readonly List<FetchEntry> _entries = [];
    private int _state;
    private int _referenceCount;
    private volatile bool _isTimedOut;
    private bool _isOnOwnThread;
    private WorkTime _work;

    public FetchOperation(FetchOperationPool pool)
    {
        _pool = pool;
        _timeout = new Timeout(this);
        _coldRun = new ColdRun(this);
    }

    public FetchParameters Parameters { get; private set; }
    public ResponseSlot Response { get; private set; } = null!;

    /// <summary>The session this fetch opens or continues; null for a sessionless one.</summary>
    public FetchSession? Session { get; set; }

    /// <summary>Whether the response carries only what changed.</summary>
    public bool IsIncremental { get; set; }

    public int EntryCount { get; private set; }

    public FetchEntry Entry(int index) => _entries[index];

    public void Begin(ResponseSlot response, in FetchParameters parameters)
    {
        Response = response;
        Parameters = parameters;
        Session = null;
        IsIncremental = false;
        EntryCount = 0;
        _isTimedOut = false;
        _isOnOwnThread = false;
        _work = WorkTime.Begin(parameters.Throttle);
        _state = Running;
        _referenceCount = 1;
    }

    public FetchEntry Add()
    {
        if (EntryCount == _entries.Count) _entries.Add(new FetchEntry(this));
        return _entries[EntryCount++];
    }

    /// <summary>Answers when there is something to say or no time left; otherwise waits to be run again.</summary>
    public void Run()
    {
        while (!TryRead(out var isCold))
        {
            if (isCold)
            {
                _pool.ColdReaders.TryEnqueue(_coldRun);
                return;
            }

            if (IsOutOfTime) break;
            if (TryWait()) return;
            StopWaiting();
        }

        Answer();
    }

    /// <summary>Answers with an error of the session and nothing else.</summary>
    public void Reject(ErrorCode error)
    {
        var throttleMs = Parameters.Throttle?.ChargeFetch(0, _work.Take(), out _) ?? 0;
        FetchResponseWriter.WriteEmpty(Response, Parameters, error, sessionId: 0, throttleMs);
        Response.Complete();
        ReleaseReference();
    }

    /// <summary>A wake's work item: the pool's thread has nothing else to do, so it may send the answer too.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        _isOnOwnThread = true;
        StopWaiting();
        Run();
    }

    void IOffsetWaiter.OnSatisfied(OffsetWait wait)
    {
        Wake();
        ReleaseReference();
    }

    private bool IsOutOfTime => _isTimedOut || EntryCount == 0 || Parameters.DeadlineMs <= _pool.Clock.NowMs;

    /// <param name="isCold">Whether something is to be read that may have to come from the disk; nothing counts then.</param>
    /// <returns>Whether there is enough, or an error, to answer with at once.</returns>
    private bool TryRead(out bool isCold)
    {
        isCold = false;
        var byteCount = 0;
        var isUrgent = false;
        for (var i = 0; i < EntryCount; i++)
        {
            var entry = _entries[i];
            entry.Read = entry.Hosted is { } hosted
                ? PartitionReader.Read(
                    hosted, entry.Position, Parameters.IsReadCommitted, Parameters.BytesMax - byteCount, byteCount == 0, _isOnOwnThread)
                : FetchRead.Failed(entry.MissingError);
            isCold |= entry.Read.IsCold;
            if (isCold) return false;
            isUrgent |= entry.Read.Error != ErrorCode.None || entry.Read.DivergingEpoch is not null;
            byteCount += entry.Read.Range.ByteCount;
        }

        return isUrgent || byteCount >= Parameters.BytesMin;
    }

    /// <returns>False when something moved while the waits were being linked: read again.</returns>
    private bool TryWait()
    {
        _state = Registering;
        _work.Pause();
        Interlocked.Increment(ref _referenceCount);
        _pool.Timers.Arm(_timeout, Math.Max(1, Parameters.DeadlineMs - _pool.Clock.NowMs));
        for (var i = 0; i < EntryCount && Volatile.Read(ref _state) == Registering; i++) Link(_entries[i]);
        return Interlocked.CompareExchange(ref _state, Waiting, Registering) == Registering;
    }

    private void Link(FetchEntry entry)
    {
        var hosted = entry.Hosted!;
        lock (hosted.Gate)
        {
            var partition = hosted.Partition;
            if (hosted.Unavailable != ErrorCode.None || partition.HighWatermark > entry.Read.HighWatermark)
            {
                Wake();
            }
            else if (!entry.Wait.IsBeingTold)
            {
                // One that is being told will wake this fetch anyway.
                Interlocked.Increment(ref _referenceCount);
                partition.Waits.Add(entry.Wait, partition.HighWatermark + 1);
                if (partition.NeedsFlushToAdvance) _pool.Flusher.RequestUnderGate(hosted);
            }
        }
    }

    private void Wake()
    {
        if (Interlocked.CompareExchange(ref _state, Woken, Waiting) == Waiting)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else
            Interlocked.CompareExchange(ref _state, Woken, Registering);
    }

    private void OnTimeout()
    {
        _isTimedOut = true;
        Wake();
        ReleaseReference();
    }

    private void StopWaiting()
    {
        _state = Running;
        _work.Resume();
        if (_pool.Timers.Cancel(_timeout)) ReleaseReference();
        else _isTimedOut = true;
        for (var i = 0; i < EntryCount; i++)
        {
            var entry = _entries[i];
            bool wasLinked;
            lock (entry.Hosted!.Gate) wasLinked = entry.Hosted.Partition.Waits.Remove(entry.Wait);
            if (wasLinked) ReleaseReference();
        }
    }

    private void Answer()
    {
        var isRefused = false;
        var throttleMs = Parameters.Throttle?.ChargeFetch(ReadByteCount(), _work.Take(), out isRefused) ?? 0;
        if (isRefused) WriteThrottled(throttleMs);
        else WriteRead(throttleMs);
        if (_isOnOwnThread) Response.CompleteAndRun();
        else Response.Complete();
        ReleaseReference();
    }

    private void WriteRead(int throttleMs)
    {
        try
        {
            FetchResponseWriter.Write(this, throttleMs);
        }
        catch (IOException e)
        {
            FailReads(e);
            FetchResponseWriter.Write(this, throttleMs);
        }

        RotateSession();
    }

    /// <summary>Nothing but for how long: a session that this fetch was to open would have missed its first answer.</summary>
    private void WriteThrottled(int throttleMs)
    {
        if (Session is { } session && !IsIncremental)
        {
            _pool.Sessions.Remove(session.Id);
            Session = null;
        }

        FetchResponseWriter.WriteEmpty(Response, Parameters, ErrorCode.None, Session?.Id ?? 0, throttleMs);
    }

    private long ReadByteCount()
    {
        long byteCount = 0;
        for (var i = 0; i < EntryCount; i++) byteCount += _entries[i].Read.Range.ByteCount;
        return byteCount;
    }

    /// <summary>What a full answer has served goes to the end of the line, so that the rest comes next.</summary>
    private void RotateSession()
    {
        if (Session is null) return;
        if (ReadByteCount() < Parameters.BytesMax) return;
        for (var i = 0; i < EntryCount; i++)
        {
            if (!_entries[i].Read.Range.IsEmpty) Session.MoveToEnd(_entries[i].SessionPartition!);
        }
    }

    /// <summary>A file could not be read after its log had promised it: nothing of this answer is worth keeping.</summary>
    private void FailReads(IOException reason)
    {
        for (var i = 0; i < EntryCount; i++)
        {
            if (_entries[i].Read.Range.IsEmpty) continue;
            _entries[i].Hosted!.Directory.GoOffline(reason);
            _entries[i].Read = FetchRead.Failed(ErrorCode.KafkaStorageError);
        }
    }

    private void ReleaseReference()
    {
        if (Interlocked.Decrement(ref _referenceCount) != 0) return;
        for (var i = 0; i < EntryCount; i++) _entries[i].Clear();
        Response = null!;
        Session = null;
        _pool.Return(this);
    }

    /// <summary>The fetch begun anew on a thread that may wait for the disk, and that sends the answer too.</summary>
    private sealed class ColdRun(FetchOperation fetch) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            fetch._isOnOwnThread = true;
            fetch.Run();
        }
    }

    private sealed class Timeout(FetchOperation fetch) : TimerEntry
    {
        protected override void OnDue() => fetch.OnTimeout();
    }
}
