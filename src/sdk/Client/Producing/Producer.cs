using System.Collections.Concurrent;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Client.Producing;

/// <summary>Gathers records into batches and sends them to their partitions' leaders.</summary>
/// <remarks>
/// Order within a partition is kept, through retries too. Safe for concurrent use. Every record accepted is reported
/// once, in a <see cref="Delivery"/>, on the producer's own thread of control: the callback must not wait.
/// </remarks>
public sealed class Producer : IAsyncDisposable
{
    private readonly KafkaClient _client;
    private readonly ProducerOptions _options;
    private readonly Action<Delivery>? _onDelivery;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, TopicRoute> _routes = new(StringComparer.Ordinal);
    private readonly ConcurrentStack<ProduceBatch> _spares = new();
    private readonly ProduceSender _sender;
    private TaskCompletionSource? _progress;
    private long _bufferedBytes;

    public Producer(KafkaClient client, ProducerOptions options, Action<Delivery>? onDelivery = null)
    {
        if (options.IsIdempotent && options.Acks != -1) throw new ArgumentException("An idempotent producer needs acks=all.", nameof(options));
        _client = client;
        _options = options;
        _onDelivery = onDelivery;
        _sender = new ProduceSender(client, options, _gate, OnSettled);
    }

    /// <summary>Accepts a record; waits only for a new topic's metadata or while the buffer is full.</summary>
    /// <exception cref="KafkaException">The topic or partition does not exist.</exception>
    public ValueTask ProduceAsync(string topic, in ProducerRecord record, CancellationToken cancellationToken = default)
    {
        if (_routes.TryGetValue(topic, out var route) && TryAccept(route, record)) return ValueTask.CompletedTask;
        return ProduceSlowlyAsync(topic, record, cancellationToken);
    }

    /// <summary>Sends what is gathered and waits until every record accepted so far is settled.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        _sender.BeginFlush();
        try
        {
            while (ProgressUnless(() => _bufferedBytes == 0) is { } progress) await progress.WaitAsync(cancellationToken);
        }
        finally
        {
            _sender.EndFlush();
        }
    }

    /// <summary>Stops at once; records that are not settled are lost (flush first).</summary>
    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        foreach (var batch in _spares) batch.Release();
    }

    private async ValueTask ProduceSlowlyAsync(string topic, ProducerRecord record, CancellationToken cancellationToken)
    {
        if (!_routes.TryGetValue(topic, out var route)) route = await AddRouteAsync(topic, cancellationToken);
        while (!TryAccept(route, record))
        {
            if (ProgressUnless(() => _bufferedBytes < _options.BufferBytesMax) is { } progress) await progress.WaitAsync(cancellationToken);
        }
    }

    private async ValueTask<TopicRoute> AddRouteAsync(string topic, CancellationToken cancellationToken)
    {
        var metadata = await _client.GetTopicAsync(topic, _options.IsCreateAllowed, cancellationToken);
        lock (_gate)
        {
            if (_routes.TryGetValue(topic, out var known)) return known;
            var queues = metadata.Partitions.Select(partition => new PartitionQueue(new TopicPartition(topic, partition.Partition))).ToList();
            if (queues.Count == 0) throw KafkaException.From(ErrorCode.LeaderNotAvailable, $"topic {topic} has no partitions yet");
            _sender.Add(queues);
            return _routes[topic] = new TopicRoute(queues, Random.Shared.Next(queues.Count));
        }
    }

    // False while the buffer is full.
    private bool TryAccept(TopicRoute route, in ProducerRecord record)
    {
        var timestampMs = record.TimestampMs >= 0 ? record.TimestampMs : _client.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var byteCount = RecordBatchBuilder.SizeBytesMax(record.Key?.Length ?? 0, record.Value?.Length ?? 0, record.Headers.Span);
        lock (_gate)
        {
            if (_bufferedBytes >= _options.BufferBytesMax) return false;
            var index = route.Choose(record);
            if (index >= route.Queues.Count)
                throw KafkaException.From(ErrorCode.UnknownTopicOrPartition, $"{route.Queues[0].Partition.Topic}-{index}");
            var batch = route.Queues[index].OpenWithRoom(byteCount, _options.BatchBytesMax);
            if (batch is null)
            {
                if (record.Partition < 0 && record.Key is null) index = route.Advance();
                batch = route.Queues[index].OpenWithRoom(byteCount, _options.BatchBytesMax) ?? Open(route.Queues[index]);
            }

            batch.Append(record, timestampMs, _options.AreTagsKept);
            batch.AccountedBytes += byteCount;
            _bufferedBytes += byteCount;
        }

        return true;
    }

    private ProduceBatch Open(PartitionQueue queue)
    {
        if (!_spares.TryPop(out var batch)) batch = new ProduceBatch();
        batch.Start(_options, _client.Time.GetTimestamp());
        queue.Open(batch);
        _sender.Wake();
        return batch;
    }

    private Task? ProgressUnless(Func<bool> isReached)
    {
        lock (_gate)
        {
            if (isReached()) return null;
            return (_progress ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void OnSettled(TopicPartition partition, ProduceBatch batch, PartitionOutcome outcome)
    {
        _onDelivery?.Invoke(new Delivery(
            partition, outcome.BaseOffset, batch.RecordCount, batch.UncompressedBytes, outcome.Error, outcome.Detail, batch.Tags));
        TaskCompletionSource? progress;
        lock (_gate)
        {
            _bufferedBytes -= batch.AccountedBytes;
            (progress, _progress) = (_progress, null);
        }

        _spares.Push(batch);
        progress?.TrySetResult();
    }
}
