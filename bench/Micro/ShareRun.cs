using System.Buffers.Binary;
using System.Globalization;
using Levada.Broker.Data;
using Levada.Broker.Tests.Direct;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Micro;

/// <summary>What the requests of one share group's member allocate on a warm connection, in all threads together.</summary>
/// <remarks>Each request carries its session's next epoch, so that none can be sent twice.</remarks>
internal sealed class ShareRun : IDisposable
{
    private const int WarmRequestCount = 2_000;
    private const int RequestCount = 1_000;
    private const int BatchRecordCount = 10;
    private const int ValueByteCount = 100;
    private const sbyte GroupResource = 32;
    private const string Member = "AAAAAAAAAAAAAAAAAAAAAA";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly DirectBroker _broker = new("page-cache");
    private readonly byte[] _answer = new byte[1 << 20];
    private readonly Func<bool> _isAnswered;
    private readonly HostedTopic _topic;
    private int _answerByteCount;
    private long _sentByteCount;
    private int _sessionEpoch;

    private ShareRun()
    {
        _isAnswered = () => Volatile.Read(ref _answerByteCount) >= sizeof(int)
            && _broker.Transport.SentByteCount - _sentByteCount >= sizeof(int) + BinaryPrimitives.ReadInt32BigEndian(_answer);
        _broker.Transport.OnSent = Take;
        _topic = _broker.CreateTopic("shared");
        SetConfig("share.auto.offset.reset", "earliest");
        SetConfig("share.partition.max.record.locks", "10000");
        // The error code stands behind length, correlation id and throttle time.
        var find = DirectFrames.Frame(ApiKey.FindCoordinator, 2, new FindCoordinatorRequest { Key = "group" });
        do Ask(find); while (BinaryPrimitives.ReadInt16BigEndian(_answer.AsSpan(12)) != 0);
        Ask(DirectFrames.Frame(ApiKey.ShareGroupHeartbeat, 1, new ShareGroupHeartbeatRequest { GroupId = "group", MemberId = Member, SubscribedTopicNames = ["shared"] }));
    }

    public static void Run()
    {
        for (short version = 1; version <= 2; version++)
        {
            var answered = version;
            Report($"ShareFetch v{version}, nothing there for 1 ms", run => run.Measure(_ => run.Fetch(answered, waitMs: 1, acknowledged: -1)));
            Report($"ShareFetch v{version}, {BatchRecordCount} records, acknowledges as many", run =>
            {
                run.Fill(WarmRequestCount + RequestCount);
                return run.Measure(number => run.Fetch(answered, waitMs: 500, acknowledged: number - 1));
            });
            Report($"ShareAcknowledge v{version}, 1 record", run =>
            {
                run.Fill((WarmRequestCount + RequestCount) / BatchRecordCount);
                run.Ask(run.Fetch(answered, waitMs: 500, acknowledged: -1, recordCountMax: WarmRequestCount + RequestCount));
                return run.Measure(number => run.Acknowledge(answered, number));
            });
        }
    }

    public void Dispose() => _broker.Dispose();

    private static void Report(string name, Func<ShareRun, (long ByteCount, int AnswerByteCount)> measure)
    {
        using var run = new ShareRun();
        var (byteCount, answerByteCount) = measure(run);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {byteCount / (double)RequestCount:n0} B a request; the last answer has {answerByteCount} B"));
    }

    private (long ByteCount, int AnswerByteCount) Measure(Func<int, byte[]> frameOf)
    {
        var frames = Enumerable.Range(0, WarmRequestCount + RequestCount).Select(frameOf).ToArray();
        foreach (var frame in frames.AsSpan(0, WarmRequestCount)) Ask(frame);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        foreach (var frame in frames.AsSpan(WarmRequestCount)) Ask(frame);
        return (GC.GetTotalAllocatedBytes(precise: true) - before, _answerByteCount);
    }

    private void Ask(byte[] frame)
    {
        Volatile.Write(ref _answerByteCount, 0);
        _sentByteCount = _broker.Transport.SentByteCount;
        _broker.Transport.Deliver(frame);
        if (!SpinWait.SpinUntil(_isAnswered, Patience)) throw new TimeoutException("No response came.");
    }

    private void Take(ReadOnlySpan<byte> sent)
    {
        sent.CopyTo(_answer.AsSpan(_answerByteCount));
        Volatile.Write(ref _answerByteCount, _answerByteCount + sent.Length);
    }

    private void Fill(int batchCount)
    {
        var frame = DirectFrames.Produce(version: 12, _topic, DirectFrames.Batch(ValueByteCount, BatchRecordCount, new RecordBatchOptions()));
        for (var i = 0; i < batchCount; i++) Ask(frame);
    }

    private void SetConfig(string name, string value) => Ask(DirectFrames.Frame(ApiKey.IncrementalAlterConfigs, 1, new IncrementalAlterConfigsRequest
    {
        Resources = [new() { ResourceType = GroupResource, ResourceName = "group", Configs = [new() { Name = name, Value = value }] }],
    }));

    /// <param name="acknowledged">The number of the batch to accept; -1 for none.</param>
    private byte[] Fetch(short version, int waitMs, int acknowledged, int recordCountMax = BatchRecordCount) => DirectFrames.Frame(ApiKey.ShareFetch, version, new ShareFetchRequest
    {
        GroupId = "group",
        MemberId = Member,
        ShareSessionEpoch = _sessionEpoch++,
        MaxWaitMs = waitMs,
        MinBytes = 1,
        MaxBytes = 1 << 20,
        MaxRecords = recordCountMax,
        BatchSize = BatchRecordCount,
        Topics = _sessionEpoch == 1 || acknowledged >= 0
            ? [new() { TopicId = _topic.Id, Partitions = [new() { AcknowledgementBatches = acknowledged < 0 ? [] : [Accept(acknowledged * BatchRecordCount)] }] }]
            : [],
    });

    private byte[] Acknowledge(short version, int offset) => DirectFrames.Frame(ApiKey.ShareAcknowledge, version, new ShareAcknowledgeRequest
    {
        GroupId = "group",
        MemberId = Member,
        ShareSessionEpoch = _sessionEpoch++,
        Topics =
        [
            new()
            {
                TopicId = _topic.Id,
                Partitions = [new() { AcknowledgementBatches = [new() { FirstOffset = offset, LastOffset = offset, AcknowledgeTypes = [1] }] }],
            },
        ],
    });

    private static ShareFetchRequest.AcknowledgementBatch Accept(long first) =>
        new() { FirstOffset = first, LastOffset = first + BatchRecordCount - 1, AcknowledgeTypes = [1] };
}
