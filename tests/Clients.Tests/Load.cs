using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Levada.Clients.Tests;

/// <summary>A live idempotent producer that numbers its records, and remembers which of them were acknowledged where.</summary>
internal sealed class Load : IDisposable
{
    private const int AcknowledgedBetweenLooks = 200;
    private readonly IProducer<Null, string> _producer;
    private readonly string _topic;
    private readonly int _partitionCount;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _progress = new(0);
    private readonly Thread _thread;
    private int _acknowledgedCount;
    private Exception? _crash;

    public Load(string bootstrap, string topic, int partitionCount)
    {
        _topic = topic;
        _partitionCount = partitionCount;
        _producer = new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            EnableIdempotence = true,
            LingerMs = 1,
            BatchNumMessages = 20,
            MessageTimeoutMs = 300_000,
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 100,
            RetryBackoffMs = 20,
        }).SetLogHandler((_, _) => { }).Build();
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public int ProducedCount { get; private set; }
    public ConcurrentDictionary<(int Partition, long Offset), string> Acknowledged { get; } = [];
    public ConcurrentQueue<string> Failures { get; } = [];

    /// <summary>Waits until so many times more some hundred records were acknowledged.</summary>
    public async Task WaitForProgressAsync(int steps)
    {
        while (_progress.CurrentCount > 0) await _progress.WaitAsync();
        for (var step = 0; step < steps; step++) Assert.True(await _progress.WaitAsync(TimeSpan.FromMinutes(2)), $"No progress: {string.Join("; ", Failures)}");
    }

    /// <summary>Stops producing and waits for the last acknowledgement.</summary>
    public void Finish()
    {
        _stopping.Cancel();
        _thread.Join();
        Assert.Null(_crash);
        _producer.Flush(TimeSpan.FromSeconds(300));
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _thread.Join();
        _producer.Dispose();
        _stopping.Dispose();
        _progress.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stopping.IsCancellationRequested) ProduceOne();
        }
        catch (KafkaException e)
        {
            _crash = e;
        }
    }

    private void ProduceOne()
    {
        var value = $"{ProducedCount}";
        try
        {
            _producer.Produce(new TopicPartition(_topic, ProducedCount % _partitionCount), new() { Value = value }, OnDelivery);
            ProducedCount++;
        }
        catch (ProduceException<Null, string> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
        {
            _producer.Poll(TimeSpan.FromMilliseconds(10));
        }

        // A bounded backlog: what is in flight at a kill is to be a few thousand records, not a hundred thousand.
        if (ProducedCount - Volatile.Read(ref _acknowledgedCount) > 4000) _producer.Poll(TimeSpan.FromMilliseconds(1));
    }

    private void OnDelivery(DeliveryReport<Null, string> report)
    {
        if (report.Error.IsError) Failures.Enqueue($"{report.Value}: {report.Error.Code} {report.Error.Reason}");
        else if (!Acknowledged.TryAdd((report.Partition.Value, report.Offset.Value), report.Value)) Failures.Enqueue($"{report.TopicPartitionOffset} was acknowledged twice");
        if (Interlocked.Increment(ref _acknowledgedCount) % AcknowledgedBetweenLooks == 0) _progress.Release();
    }
}
