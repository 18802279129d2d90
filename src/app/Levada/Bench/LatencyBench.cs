using System.Buffers.Binary;
using Levada.Client.Admin;
using Levada.Client.Consuming;
using Levada.Client.Producing;
using Levada.Operations;
using Levada.Output;
using Levada.Protocol;

namespace Levada.Bench;

/// <summary><c>bench latency</c>: at a fixed rate, from the intended send time to the acknowledgement and to a consumer.</summary>
/// <remarks>Values begin with their intended send time. The first tenth warms up and is not counted.</remarks>
internal sealed class LatencyBench(Session session, BenchLoad load)
{
    private readonly LatencyRecorder _acknowledged = new(session.Time);
    private readonly LatencyRecorder _arrived = new(session.Time);
    private readonly FrameBuffer _scratch = new();
    private readonly long _warmUpCount = load.RecordCount / 10;
    private long _countedFrom = long.MaxValue;
    private long _arrivedCount;
    private long _failedCount;
    private string? _failure;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await BenchTopic.EnsureAsync(session, load.Topic, load.PartitionCount, cancellationToken);
        var ends = await new OffsetAdmin(session.Client).ListTopicAsync(load.Topic, OffsetTarget.Latest, cancellationToken: cancellationToken);
        await using var fetcher = new Fetcher(
            session.Client, new FetchOptions(), ends.Select(end => KeyValuePair.Create(end.Partition, end.Offset)));
        await using var producer = new Producer(session.Client, load.Producer, OnDelivery);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = ReceiveAsync(fetcher, ending.Token);
        await Task.Factory.StartNew(
            () => Send(producer, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await producer.FlushAsync(CancellationToken.None);
        ending.CancelAfter(TimeSpan.FromSeconds(5));
        await receiving;
        _scratch.Release();
        return Report();
    }

    private void Send(Producer producer, CancellationToken cancellationToken)
    {
        using var progress = new ProgressLine(session.Screen, session.Time);
        var payloads = new Payloads(load.ValueByteCount, seed: 1);
        var value = new byte[load.ValueByteCount];
        var pacer = new Pacer(session.Time, load.RecordsPerSecond);
        for (long index = 0; index < load.RecordCount && !cancellationToken.IsCancellationRequested; index++)
        {
            payloads.Next().Span.CopyTo(value);
            var intended = pacer.WaitFor(index);
            if (index == _warmUpCount) Volatile.Write(ref _countedFrom, intended);
            BinaryPrimitives.WriteInt64BigEndian(value, intended);
            var accepted = producer.ProduceAsync(load.Topic, new ProducerRecord { Value = value, Tag = intended }, cancellationToken);
            if (!accepted.IsCompletedSuccessfully) accepted.AsTask().GetAwaiter().GetResult();
            progress.Update(() => $"{Quantity.Count(Interlocked.Read(ref _arrivedCount))} of {Quantity.Count(load.RecordCount)} records");
        }
    }

    private async Task ReceiveAsync(Fetcher fetcher, CancellationToken cancellationToken)
    {
        try
        {
            while (Interlocked.Read(ref _arrivedCount) < load.RecordCount - Interlocked.Read(ref _failedCount))
            {
                using var set = await fetcher.NextAsync(cancellationToken);
                foreach (var partition in set.Partitions) Receive(partition);
            }
        }
        catch (OperationCanceledException)
        {
            // What has not come by now is reported as missing.
        }
    }

    private void Receive(FetchedPartition partition)
    {
        var reader = new FetchedRecordReader(partition, _scratch);
        while (reader.TryRead(out var record))
        {
            if (record.Value.Length != load.ValueByteCount) continue;
            var intended = BinaryPrimitives.ReadInt64BigEndian(record.Value);
            Interlocked.Increment(ref _arrivedCount);
            if (intended >= Volatile.Read(ref _countedFrom)) _arrived.RecordSince(intended);
        }
    }

    private int Report()
    {
        var table = new Table("latency", [new Column("FROM INTENDED SEND TO", "to"), .. LatencyRecorder.Columns()]);
        table.Add(["acknowledgement", .. _acknowledged.Cells()]);
        table.Add(["consumer", .. _arrived.Cells()]);
        session.Screen.Write(table);
        if (_failedCount > 0) session.Screen.Warn($"levada: {Quantity.Count(_failedCount)} records were not accepted: {_failure}");
        var missingCount = load.RecordCount - _failedCount - _arrivedCount;
        if (missingCount > 0) session.Screen.Warn($"levada: {Quantity.Count(missingCount)} records did not arrive within 5 s");
        return _failedCount == 0 && missingCount <= 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private void OnDelivery(Delivery delivery)
    {
        if (!delivery.IsSuccess)
        {
            _failure = Client.ErrorText.Describe(delivery.Error);
            Interlocked.Add(ref _failedCount, delivery.RecordCount);
            return;
        }

        var countedFrom = Volatile.Read(ref _countedFrom);
        foreach (var intended in delivery.Tags.Where(intended => intended >= countedFrom)) _acknowledged.RecordSince(intended);
    }
}
