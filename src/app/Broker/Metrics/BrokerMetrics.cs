using Levada.Protocol;

namespace Levada.Broker.Metrics;

/// <summary>Counters of the whole broker; those of a topic lie with the topic.</summary>
internal sealed class BrokerMetrics
{
    private readonly long[] _requests = new long[Enum.GetValues<ApiKey>().Length];

    /// <summary>Requests seen so far, by api key.</summary>
    public long RequestCount(ApiKey key) => Volatile.Read(ref _requests[(int)key]);

    public void OnRequest(ApiKey key) => Interlocked.Increment(ref _requests[(int)key]);
}
