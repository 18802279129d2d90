using Levada.Coordination.Share;
using Levada.Protocol;

namespace Levada.Broker.Share;

/// <summary>Acknowledgements as they come over the wire, checked, and carried to their share partitions.</summary>
internal sealed class ShareAcknowledgements(SharePartitions partitions, SharePartitionEnvironment environment)
{
    /// <summary>Has acknowledgements of one partition taken; ends when they are persisted.</summary>
    /// <param name="batches">As received.</param>
    /// <param name="isRenewal">Whether the request says that it may renew locks (KIP-1222).</param>
    public async Task<ErrorCode> AcknowledgeAsync(
        SharePartitionKey key, string memberId, IReadOnlyList<(long First, long Last, sbyte[] Types)> batches, bool isRenewal)
    {
        var typeMax = isRenewal && environment.SettingsOf(key.GroupId).IsShareRenewAllowed ? AcknowledgeType.Renew : AcknowledgeType.Reject;
        if (!IsValid(batches, typeMax)) return ErrorCode.InvalidRequest;
        if (partitions.Find(key) is not { } host)
            return partitions.IsTopicKnown(key.TopicId) ? ErrorCode.UnknownTopicOrPartition : ErrorCode.UnknownTopicId;
        if (await host.EnsureLoadedAsync() != ErrorCode.None) return ErrorCode.InvalidRecordState;
        return await host.AcknowledgeAsync(memberId, [.. batches.Select(batch =>
            new AcknowledgementBatch(batch.First, batch.Last, Array.ConvertAll(batch.Types, type => (AcknowledgeType)type)))]);
    }

    private static bool IsValid(IReadOnlyList<(long First, long Last, sbyte[] Types)> batches, AcknowledgeType typeMax)
    {
        long next = 0;
        foreach (var (first, last, types) in batches)
        {
            if (first < next || last < first || types.Length == 0) return false;
            if (types.Length != 1 && types.Length != last - first + 1) return false;
            if (Array.Exists(types, type => type < (sbyte)AcknowledgeType.Gap || type > (sbyte)typeMax)) return false;
            next = last + 1;
        }

        return true;
    }
}
