using System.Text;
using Levada.Client.Consuming;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.History.Workloads.Share;

/// <summary>A member's share session on one connection: fetches and acknowledgements as requests.</summary>
internal sealed class ShareSession(ShareConnection connection, ShareMembership member)
{
    private const short Version = 2;
    private const int FinalEpoch = -1;
    private const sbyte Gap = 0;
    private readonly HashSet<int> _partitions = [];
    private int _epoch;

    public bool IsOpen => _epoch != 0;

    /// <summary>Fetches from what the member is assigned; acknowledgements go along.</summary>
    public ShareFetchResponse Fetch(ShareFetchLimits limits, IReadOnlyList<Said> said) =>
        connection.Ask<ShareFetchRequest, ShareFetchResponse>(ApiKey.ShareFetch, Version, Request(limits, said));

    /// <summary>Sends a fetch whose answer nobody will read.</summary>
    public void FetchBlindly(ShareFetchLimits limits) => connection.Send(ApiKey.ShareFetch, Version, Request(limits, []));

    /// <param name="isFinal">Whether the session ends with it.</param>
    public ShareAcknowledgeResponse Acknowledge(IReadOnlyList<Said> said, bool isFinal = false) =>
        connection.Ask<ShareAcknowledgeRequest, ShareAcknowledgeResponse>(ApiKey.ShareAcknowledge, Version, new()
        {
            GroupId = member.Group, MemberId = member.Id, ShareSessionEpoch = isFinal ? FinalEpoch : _epoch++,
            IsRenewAck = said.Any(one => one.Type == (sbyte)Events.AcknowledgeType.Renew),
            Topics = said.Count == 0 ? [] :
            [
                new()
                {
                    TopicId = member.TopicId,
                    Partitions =
                    [
                        .. said.GroupBy(one => one.Partition).Select(partition => new ShareAcknowledgeRequest.AcknowledgePartition
                        {
                            PartitionIndex = partition.Key,
                            AcknowledgementBatches =
                            [
                                .. Said.Runs(partition).Select(run => new ShareAcknowledgeRequest.AcknowledgementBatch
                                {
                                    FirstOffset = run.First, LastOffset = run.Last, AcknowledgeTypes = run.Types,
                                }),
                            ],
                        }),
                    ],
                },
            ],
        });

    /// <summary>The records that a partition's answer gave to this member, and the offsets without a record among them.</summary>
    /// <exception cref="InvalidDataException">The batches are damaged.</exception>
    public static (IReadOnlyList<AcquiredRecord> Records, IReadOnlyList<Said> Gaps) Acquired(ShareFetchResponse.PartitionData partition)
    {
        var values = Values(partition);
        var (records, gaps) = (new List<AcquiredRecord>(), new List<Said>());
        foreach (var range in partition.AcquiredRecords)
        {
            for (var offset = range.FirstOffset; offset <= range.LastOffset; offset++)
            {
                if (values.TryGetValue(offset, out var value)) records.Add(new(partition.PartitionIndex, offset, value, range.DeliveryCount));
                else gaps.Add(new(partition.PartitionIndex, offset, Gap));
            }
        }

        return (records, gaps);
    }

    private ShareFetchRequest Request(ShareFetchLimits limits, IReadOnlyList<Said> said)
    {
        var forgotten = _partitions.Except(member.Assigned).ToArray();
        var asked = said.Select(one => one.Partition).Concat(member.Assigned.Except(_partitions)).Distinct().Order().ToArray();
        _partitions.ExceptWith(forgotten);
        _partitions.UnionWith(asked);
        return new()
        {
            GroupId = member.Group, MemberId = member.Id, ShareSessionEpoch = _epoch++, MaxWaitMs = limits.WaitMsMax, MinBytes = 1, MaxBytes = 1_000_000,
            MaxRecords = limits.RecordCountMax, BatchSize = limits.RecordCountMax, ShareAcquireMode = limits.IsRecordLimitStrict ? (sbyte)1 : (sbyte)0,
            Topics = asked.Length == 0 ? [] :
            [
                new() { TopicId = member.TopicId, Partitions = [.. asked.Select(partition => Partition(partition, said))] },
            ],
            ForgottenTopicsData = forgotten.Length == 0 ? [] : [new() { TopicId = member.TopicId, Partitions = forgotten }],
        };
    }

    private static ShareFetchRequest.FetchPartition Partition(int partition, IReadOnlyList<Said> said) => new()
    {
        PartitionIndex = partition,
        AcknowledgementBatches =
        [
            .. Said.Runs(said.Where(one => one.Partition == partition)).Select(run => new ShareFetchRequest.AcknowledgementBatch
            {
                FirstOffset = run.First, LastOffset = run.Last, AcknowledgeTypes = run.Types,
            }),
        ],
    };

    private static Dictionary<long, string> Values(ShareFetchResponse.PartitionData partition)
    {
        var values = new Dictionary<long, string>();
        var scratch = new FrameBuffer();
        var reader = new FetchedRecordReader(
            new FetchedPartition
            {
                Partition = default, Error = ErrorCode.None, HighWatermark = -1, LastStableOffset = -1, LogStartOffset = -1, Records = partition.Records,
            },
            scratch);
        while (reader.TryRead(out var record)) values.Add(record.Offset, Encoding.UTF8.GetString(record.Value));
        scratch.Release();
        return reader.Damage is { } damage ? throw new InvalidDataException(damage) : values;
    }
}
