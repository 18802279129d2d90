using System.Runtime.InteropServices;
using Levada.Protocol;

namespace Levada.Runtime.Shards;

/// <summary>Everything of a shard that goes when leadership goes: the state, what waits for commit, what waits for an answer.</summary>
/// <remarks>
/// One incarnation per replay: what an old one's log still reports cannot touch the new one. Only
/// <see cref="OnCommitted"/> comes from other threads.
/// </remarks>
internal sealed class ShardIncarnation<TState>(
    TState state, IShardLog log, CoordinatorRuntimeOptions options, Action wake) : ICommitWaiter, IDisposable
    where TState : class, IShardState
{
    private const long Never = long.MaxValue;

    private readonly ShardTurn _turn = new();
    private readonly List<ShardRecord> _batch = [];
    private readonly Dictionary<long, ShardRequest<TState>> _waiting = [];
    private readonly List<(ShardRequest<TState> Request, object Response)> _decided = [];
    private readonly Queue<HeldResponse<TState>> _held = new();
    private readonly List<object> _emitted = [];
    private readonly Queue<(object Effect, long EndOffset)> _effects = new();
    private readonly CancellationTokenSource _ending = new();
    private int _batchByteCount;
    private long _lastToken;
    private long _appendedEnd;
    private long _committedEnd;
    private int _commitError;

    /// <summary>Set by the first error of the log: nothing of this incarnation may be trusted any more.</summary>
    public ErrorCode Error { get; private set; }

    /// <summary>When a turn is needed without a request, in monotonic milliseconds.</summary>
    public long NextDeadlineMs =>
        Math.Min(state.NextDeadlineMs, _held.TryPeek(out var first) ? first.DeadlineMs : Never);

    public IShardLog Log => log;

    /// <summary>Cancelled when the incarnation goes; to be taken before that.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Reads the log into the state; blocks, and runs beside the shard's turns.</summary>
    public ShardLogOutcome Replay(CancellationToken cancellationToken) => log.Replay(state.Apply, state.ApplyMarker, cancellationToken);

    public void BeginTurn(long nowMs, long elapsedMs)
    {
        _turn.NowMs = nowMs;
        _turn.ElapsedMs = elapsedMs;
        if (Volatile.Read(ref _commitError) is not 0 and var error) Error = (ErrorCode)error;
    }

    public void OnLoaded(long endOffset)
    {
        _appendedEnd = endOffset;
        if (endOffset > 0) log.WhenCommitted(endOffset, this);
        state.OnLoaded(_turn);
        Absorb();
    }

    public void RunTimers()
    {
        while (state.NextDeadlineMs <= _turn.ElapsedMs && Error == ErrorCode.None)
        {
            state.OnTimer(_turn);
            Absorb();
        }
    }

    public void Decide(ShardRequest<TState> request)
    {
        var token = ++_lastToken;
        _waiting.Add(token, request);
        request.Decide(state, _turn, token);
        Absorb();
    }

    /// <summary>Appends what the turn decided and sends what is committed.</summary>
    public void EndTurn()
    {
        Append();
        var committedEnd = Volatile.Read(ref _committedEnd);
        while (_held.TryPeek(out var held))
        {
            if (held.EndOffset <= committedEnd) held.Send();
            else if (held.DeadlineMs <= _turn.ElapsedMs) held.Refuse(ErrorCode.CoordinatorNotAvailable);
            else break;
            _held.Dequeue();
        }

        while (_effects.TryPeek(out var next) && next.EndOffset <= committedEnd) options.OnEffect(_effects.Dequeue().Effect);
    }

    /// <summary>Tells everyone who waits that this is not the coordinator any more.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        foreach (var (request, _) in _decided) request.Refuse(ErrorCode.NotCoordinator);
        foreach (var held in _held) held.Refuse(ErrorCode.NotCoordinator);
        foreach (var request in _waiting.Values) request.Refuse(ErrorCode.NotCoordinator);
        _decided.Clear();
        _held.Clear();
        _waiting.Clear();
        _ending.Dispose();
    }

    public void OnCommitted(long endOffset, ErrorCode error)
    {
        if (error != ErrorCode.None) Volatile.Write(ref _commitError, (int)error);
        for (var seen = Volatile.Read(ref _committedEnd); error == ErrorCode.None && seen < endOffset;)
        {
            var found = Interlocked.CompareExchange(ref _committedEnd, endOffset, seen);
            if (found == seen) break;
            seen = found;
        }

        wake();
    }

    private void Absorb()
    {
        if (_turn.Producer is { } producer) AppendInTransaction(producer);
        else if (_turn.Marker is { } marker) AppendMarker(marker);
        else AddToBatch();
        if (Error != ErrorCode.None) return;
        foreach (var (token, response) in _turn.Completions)
            if (_waiting.Remove(token, out var request)) _decided.Add((request, response));
        _emitted.AddRange(_turn.Effects);
        _turn.Clear();
    }

    private void AddToBatch()
    {
        foreach (var record in _turn.Records)
        {
            if (_batch.Count > 0 && _batchByteCount + record.ByteCount > options.BatchBytesMax) Append();
            if (Error != ErrorCode.None) return;
            state.Apply(record);
            _batch.Add(record);
            _batchByteCount += record.ByteCount;
        }
    }

    /// <summary>The partition may refuse the producer, so these records are appended before they are applied.</summary>
    private void AppendInTransaction(ShardProducer producer)
    {
        if (_turn.Records.Count == 0) return;
        Append();
        if (Error != ErrorCode.None || !IsAppended(log.Append(CollectionsMarshal.AsSpan(_turn.Records), _turn.NowMs, producer))) return;
        foreach (var record in _turn.Records) state.Apply(record with { ProducerId = producer.ProducerId });
    }

    private void AppendMarker(ShardMarker marker)
    {
        Append();
        if (Error == ErrorCode.None && IsAppended(log.Append(marker, _turn.NowMs))) state.ApplyMarker(marker);
    }

    private bool IsAppended(ShardLogOutcome outcome)
    {
        if (outcome.IsRefused)
        {
            foreach (var (token, _) in _turn.Completions)
                if (_waiting.Remove(token, out var request)) request.Refuse(outcome.Error);
            _turn.Completions.Clear();
            _turn.Effects.Clear();
            return false;
        }

        Error = outcome.Error;
        if (Error != ErrorCode.None) return false;
        _appendedEnd = outcome.EndOffset;
        log.WhenCommitted(_appendedEnd, this);
        return true;
    }

    private void Append()
    {
        if (_batch.Count > 0)
        {
            var outcome = log.Append(CollectionsMarshal.AsSpan(_batch), _turn.NowMs);
            _batch.Clear();
            _batchByteCount = 0;
            Error = outcome.Error;
            if (Error != ErrorCode.None) return;
            _appendedEnd = outcome.EndOffset;
            log.WhenCommitted(_appendedEnd, this);
        }

        // A response without records of its own may rest on what others decided: it waits for all that is appended.
        foreach (var (request, response) in _decided)
            _held.Enqueue(new(request, response, _appendedEnd, _turn.ElapsedMs + options.CommitTimeoutMs));
        _decided.Clear();
        foreach (var effect in _emitted) _effects.Enqueue((effect, _appendedEnd));
        _emitted.Clear();
    }
}
