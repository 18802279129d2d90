using Levada.Protocol;

namespace Levada.Broker.Share;

/// <summary>The share sessions of this broker, bounded (<c>group.share.max.share.sessions</c>).</summary>
/// <remarks>A session ends with the connection that opened it. Safe for concurrent use.</remarks>
internal sealed class ShareSessions(int sessionCountMax)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string GroupId, string MemberId), ShareSession> _sessions = [];
    private long _openedCount;

    /// <summary>A new session in the place of an older one of the member; null when all places are taken.</summary>
    public ShareSession? TryOpen(string groupId, string memberId)
    {
        lock (_gate)
        {
            if (_sessions.Remove((groupId, memberId), out var former)) former.Disconnection.Unregister();
            if (_sessions.Count >= sessionCountMax) return null;
            var session = new ShareSession(groupId, memberId, ++_openedCount);
            _sessions.Add((groupId, memberId), session);
            return session;
        }
    }

    /// <summary>The session that a request continues, with its epoch advanced; or the reason why there is none.</summary>
    /// <param name="epoch">What the request carries; -1 ends the session and leaves its epoch.</param>
    public ErrorCode TryContinue(string groupId, string memberId, int epoch, Action<ShareSession> update, out ShareSession? session)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue((groupId, memberId), out session)) return ErrorCode.ShareSessionNotFound;
            if (epoch == FinalEpoch) return ErrorCode.None;
            if (session.NextEpoch != epoch) return ErrorCode.InvalidShareSessionEpoch;
            update(session);
            session.AdvanceEpoch();
            return ErrorCode.None;
        }
    }

    public const int InitialEpoch = 0;
    public const int FinalEpoch = -1;

    /// <returns>Whether it was still there.</returns>
    public bool Remove(ShareSession session)
    {
        lock (_gate)
        {
            var key = (session.GroupId, session.MemberId);
            if (_sessions.GetValueOrDefault(key) != session) return false;
            session.Disconnection.Unregister();
            return _sessions.Remove(key);
        }
    }
}
