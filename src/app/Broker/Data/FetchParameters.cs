using Levada.Broker.Quotas;

namespace Levada.Broker.Data;

/// <summary>What a fetch request says apart from its partitions.</summary>
/// <param name="Throttle">The client's quotas, or null while nobody has any.</param>
/// <param name="DeadlineMs">When the answer must leave, on the broker's clock.</param>
internal readonly record struct FetchParameters(
    short Version, int CorrelationId, long DeadlineMs, int BytesMin, int BytesMax, bool IsReadCommitted, ClientThrottle? Throttle)
{
    private const short FirstVersionWithTopicIds = 13;

    public bool UsesTopicIds => Version >= FirstVersionWithTopicIds;
}
