using Levada.Protocol;

namespace Levada.Replication;

/// <summary>The sessions of one broker, bounded; a session unused for two minutes may be evicted.</summary>
/// <remarks>Not safe for concurrent use. Source: KIP-227, <c>max.incremental.fetch.session.cache.slots</c>.</remarks>
public sealed class FetchSessionCache(int slotCountMax, Func<int> nextRandom)
{
    private const long EvictionAgeMs = 120_000;
    private readonly Dictionary<int, FetchSession> _sessions = [];

    public int Count => _sessions.Count;

    /// <summary>A new session, or null when every slot is in use by someone recent.</summary>
    public FetchSession? TryCreate(bool usesTopicIds, long nowMs)
    {
        if (slotCountMax <= 0) return null;
        if (_sessions.Count >= slotCountMax && !TryEvict(nowMs)) return null;
        int id;
        do id = nextRandom() & int.MaxValue;
        while (id == 0 || _sessions.ContainsKey(id));
        var session = new FetchSession(id, usesTopicIds) { LastUsedMs = nowMs };
        _sessions.Add(id, session);
        return session;
    }

    /// <summary>The session an incremental request continues.</summary>
    public ErrorCode TryContinue(int sessionId, int epoch, bool usesTopicIds, long nowMs, out FetchSession? session)
    {
        if (!_sessions.TryGetValue(sessionId, out session)) return ErrorCode.FetchSessionIdNotFound;
        if (session.NextEpoch != epoch) return ErrorCode.InvalidFetchSessionEpoch;
        if (session.UsesTopicIds != usesTopicIds) return ErrorCode.FetchSessionTopicIdError;
        session.LastUsedMs = nowMs;
        return ErrorCode.None;
    }

    public void Remove(int sessionId) => _sessions.Remove(sessionId);

    private bool TryEvict(long nowMs)
    {
        var oldest = _sessions.Values.MinBy(session => session.LastUsedMs);
        if (oldest is null || nowMs - oldest.LastUsedMs <= EvictionAgeMs) return false;
        return _sessions.Remove(oldest.Id);
    }
}
