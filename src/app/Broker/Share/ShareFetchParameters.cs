using Levada.Coordination.Share;

namespace Levada.Broker.Share;

/// <summary>What a share fetch asks for beside its partitions.</summary>
internal sealed record ShareFetchParameters(
    string GroupId, string MemberId, long SessionNumber, int MaxWaitMs, int BytesMin, int BytesMax, int RecordCountMax, int BatchSize, AcquireMode Mode, bool IsReadCommitted);
