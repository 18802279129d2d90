using Levada.Client.Producing;
using Levada.Operations;
using Levada.Output;

namespace Levada.Bench;

/// <summary><c>bench produce</c>: throughput, and latency from the intended send time (without a rate: from acceptance).</summary>
internal sealed class ProduceBench(Session session, BenchLoad load)
{
    private readonly LatencyRecorder _latency = new(session.Time);
    private long _deliveredCount;
    private long _failedCount;
    private string? _failure;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await BenchTopic.EnsureAsync(session, load.Topic, load.PartitionCount, cancellationToken);
        await using var producer = new Producer(session.Client, load.Producer, OnDelivery);
        var start = session.Time.GetTimestamp();
        await Task.Factory.StartNew(
            () => Send(producer, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await producer.FlushAsync(CancellationToken.None);
        Report(session.Time.GetElapsedTime(start));
        if (_failedCount == 0) return ExitCode.Success;
        session.Screen.Warn($"levada: {Quantity.Count(_failedCount)} records were not accepted: {_failure}");
        return ExitCode.Failure;
    }

    private void Send(Producer producer, CancellationToken cancellationToken)
    {
        using var progress = new ProgressLine(session.Screen, session.Time);
        var payloads = new Payloads(load.ValueByteCount, seed: 1);
        var pacer = new Pacer(session.Time, load.RecordsPerSecond);
        for (long index = 0; index < load.RecordCount && !cancellationToken.IsCancellationRequested; index++)
        {
            var record = new ProducerRecord { Value = payloads.Next(), Tag = pacer.WaitFor(index) };
            var accepted = producer.ProduceAsync(load.Topic, record, cancellationToken);
            if (!accepted.IsCompletedSuccessfully) accepted.AsTask().GetAwaiter().GetResult();
            if ((index & 0xfff) == 0) progress.Update(() => $"{Quantity.Count(Interlocked.Read(ref _deliveredCount))} of {Quantity.Count(load.RecordCount)} records");
        }
    }

    private void Report(TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds;
        var table = new Table(
            "produce",
            [
                new Column("RECORDS", "records", true), new Column("SECONDS", "seconds", true), new Column("RECORDS/S", "recordsPerSecond", true),
                new Column("MB/S", "megabytesPerSecond", true), .. LatencyRecorder.Columns(),
            ]);
        table.Add(
            [
                _deliveredCount, seconds, Math.Round(_deliveredCount / seconds),
                Math.Round(_deliveredCount * (double)load.ValueByteCount / seconds / 1e6, 1), .. _latency.Cells(),
            ]);
        session.Screen.Write(table);
    }

    private void OnDelivery(Delivery delivery)
    {
        if (!delivery.IsSuccess)
        {
            _failure = Client.ErrorText.Describe(delivery.Error);
            Interlocked.Add(ref _failedCount, delivery.RecordCount);
            return;
        }

        Interlocked.Add(ref _deliveredCount, delivery.RecordCount);
        foreach (var intended in delivery.Tags) _latency.RecordSince(intended);
    }
}
