using Levada.Protocol;
using Levada.Replication;

namespace Levada.Broker.Data;

/// <summary>The fetch sessions of all connections.</summary>
internal sealed class FetchSessions(int slotCountMax, BrokerClock clock, BrokerRandom random)
{
    private readonly Lock _gate = new();
    private readonly FetchSessionCache _cache = new(slotCountMax, random.NextInt32);

    public int Count
    {
        get
        {
            lock (_gate) return _cache.Count;
        }
    }

    public FetchSession? TryCreate(bool usesTopicIds)
    {
        lock (_gate) return _cache.TryCreate(usesTopicIds, clock.NowMs);
    }

    public ErrorCode TryContinue(int sessionId, int epoch, bool usesTopicIds, out FetchSession? session)
    {
        lock (_gate) return _cache.TryContinue(sessionId, epoch, usesTopicIds, clock.NowMs, out session);
    }

    public void Remove(int sessionId)
    {
        lock (_gate) _cache.Remove(sessionId);
    }
}
