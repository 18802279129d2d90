using Levada.Client.Connections;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Producing;

/// <summary>Sends batches when they are full or have lingered, and again when an answer says so.</summary>
internal sealed class ProduceSender : IAsyncDisposable
{
    private readonly KafkaClient _client;
    private readonly ProducerOptions _options;
    private readonly Lock _gate;
    private readonly Action<TopicPartition, ProduceBatch, PartitionOutcome> _onSettled;
    private readonly List<PartitionQueue> _queues = [];
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ProducerIdentity _identity;
    private readonly Task _running;
    private int _isWakePending;
    private int _flushCount;
    private int _isRefreshing;

    /// <param name="gate">Guards every queue.</param>
    /// <param name="onSettled">Called once per batch, outside the gate.</param>
    public ProduceSender(
        KafkaClient client, ProducerOptions options, Lock gate, Action<TopicPartition, ProduceBatch, PartitionOutcome> onSettled)
    {
        _client = client;
        _options = options;
        _gate = gate;
        _onSettled = onSettled;
        _identity = new ProducerIdentity(client);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Called under the gate.</summary>
    public void Add(IEnumerable<PartitionQueue> queues) => _queues.AddRange(queues);

    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWakePending, 1) == 0) _wake.Release();
    }

    public void BeginFlush()
    {
        Interlocked.Increment(ref _flushCount);
        Wake();
    }

    public void EndFlush() => Interlocked.Decrement(ref _flushCount);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        _wake.Dispose();
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        var sending = new List<Task>();
        try
        {
            while (!_closing.IsCancellationRequested)
            {
                sending.RemoveAll(task => task.IsCompleted);
                var plans = TakeReady(out var waitMs);
                foreach (var plan in plans) sending.Add(_options.Codec == 0 ? SendAsync(plan) : Task.Run(() => SendAsync(plan)));
                if (plans.Count > 0) continue;
                await _wake.WaitAsync(waitMs, _closing.Token);
                Volatile.Write(ref _isWakePending, 0);
            }
        }
        catch (OperationCanceledException)
        {
            // The producer is closed.
        }

        await Task.WhenAll(sending);
    }

    private List<ProducePlan> TakeReady(out int waitMs)
    {
        var now = _client.Time.GetTimestamp();
        var lingerTicks = Ticks(_options.LingerMs);
        var isFlushing = Volatile.Read(ref _flushCount) > 0;
        long? next = null;
        var byNode = new SortedDictionary<int, SortedDictionary<string, List<PartitionQueue>>>();
        var leaderless = new List<PartitionQueue>();
        lock (_gate)
        {
            foreach (var queue in _queues)
            {
                if (queue.ReadyAt(lingerTicks, isFlushing) is not { } readyAt) continue;
                if (readyAt > now)
                {
                    next = Math.Min(next ?? long.MaxValue, readyAt);
                    continue;
                }

                var leader = _client.Metadata.Find(queue.Partition.Topic, queue.Partition.Partition)?.Leader ?? -1;
                queue.Take();
                if (leader < 0) leaderless.Add(queue);
                else Add(byNode, leader, queue);
            }
        }

        // An attempt that fails without having been sent: it waits for the next one, and its time runs out, as any other.
        foreach (var queue in leaderless) Settle(queue, new PartitionOutcome(ErrorCode.LeaderNotAvailable, -1, null));
        waitMs = next is { } at ? (int)Math.Ceiling((at - now) * 1000.0 / _client.Time.TimestampFrequency) : Timeout.Infinite;
        return [.. byNode.Select(pair => new ProducePlan(pair.Key, _options.Acks, _client.Options.RequestTimeoutMs, [.. pair.Value]))];
    }

    private static void Add(SortedDictionary<int, SortedDictionary<string, List<PartitionQueue>>> byNode, int node, PartitionQueue queue)
    {
        if (!byNode.TryGetValue(node, out var topics)) byNode[node] = topics = new SortedDictionary<string, List<PartitionQueue>>(StringComparer.Ordinal);
        if (!topics.TryGetValue(queue.Partition.Topic, out var queues)) topics[queue.Partition.Topic] = queues = [];
        queues.Add(queue);
    }

    private async Task SendAsync(ProducePlan plan)
    {
        try
        {
            await PrepareAsync(plan);
            var connection = await _client.ConnectAsync(plan.Node, ConnectionPurpose.Produce, _closing.Token);
            var version = connection.Versions.Common(ApiKey.Produce, ProduceWire.VersionMin, ProduceWire.VersionMax)
                ?? throw TypedRequests.Unsupported(connection, ApiKey.Produce);
            await ExchangeAsync(plan, connection, version);
        }
        catch (KafkaException e)
        {
            foreach (var queue in plan.Queues.Where(queue => queue.IsInFlight)) Settle(queue, new PartitionOutcome(e.Error, -1, e.Message));
        }
        catch (OperationCanceledException)
        {
            // The producer is closed; what was on its way is given up.
        }
    }

    private async Task PrepareAsync(ProducePlan plan)
    {
        foreach (var queue in plan.Queues) queue.Current!.Seal();
        if (!_options.IsIdempotent) return;
        var (producerId, epoch) = await _identity.GetAsync(_closing.Token);
        foreach (var queue in plan.Queues) queue.Sequence(producerId, epoch);
    }

    private async Task ExchangeAsync(ProducePlan plan, BrokerConnection connection, short version)
    {
        var isFlexible = ProduceWire.IsFlexible(version);
        if (plan.Acks == 0)
        {
            await connection.SendOneWayAsync(ApiKey.Produce, version, isFlexible, plan, ProduceWire.WriteRequest);
            foreach (var queue in plan.Queues) Settle(queue, new PartitionOutcome(ErrorCode.None, -1, null));
            return;
        }

        using var frame = await connection.SendAsync(
            ApiKey.Produce, version, isFlexible, plan, ProduceWire.WriteRequest, 2 * plan.TimeoutMs, _closing.Token);
        Accept(plan, frame.Body.Span, version);
    }

    private void Accept(ProducePlan plan, ReadOnlySpan<byte> body, short version)
    {
        var reader = new WireReader(body);
        var response = ProduceResponse.Read(ref reader, version);
        if (reader.Failed) throw new KafkaException($"broker {plan.Node} sent a malformed answer to Produce version {version}");
        var outcomes = new Dictionary<TopicPartition, PartitionOutcome>();
        foreach (var topic in response.Responses)
        {
            foreach (var partition in topic.PartitionResponses)
            {
                var detail = partition.ErrorMessage ?? (partition.RecordErrors is [var first, ..] ? first.BatchIndexErrorMessage : null);
                outcomes[new TopicPartition(topic.Name, partition.Index)] = new PartitionOutcome(partition.ErrorCode, partition.BaseOffset, detail);
            }
        }

        var missing = new PartitionOutcome(ErrorCode.UnknownServerError, -1, "the broker's answer leaves the partition out");
        foreach (var queue in plan.Queues) Settle(queue, outcomes.GetValueOrDefault(queue.Partition, missing));
    }

    private void Settle(PartitionQueue queue, PartitionOutcome outcome)
    {
        var batch = queue.Current!;
        var isExpired = _client.Time.GetElapsedTime(batch.StartTimestamp).TotalMilliseconds > _options.DeliveryTimeoutMs;
        var decision = OutcomeDecisions.Decide(outcome.Error, isExpired);
        if (OutcomeDecisions.EndsIdentity(outcome.Error)) _identity.Forget();
        if (decision == OutcomeDecision.Retry)
        {
            batch.FailedCount++;
            Refresh(queue.Partition.Topic);
            var policy = RetryPolicy.Of(_client.Options);
            var delayMs = policy.NextDelayMs(outcome.Error, batch.FailedCount, 0) ?? policy.BackoffMsMax;
            lock (_gate) queue.Retry(_client.Time.GetTimestamp() + Ticks(delayMs));
        }
        else
        {
            lock (_gate) queue.Settle();
            _onSettled(queue.Partition, batch, decision == OutcomeDecision.Deliver ? outcome with { Error = ErrorCode.None } : outcome);
        }

        Wake();
    }

    // At most one at a time; what it learns, the next round uses.
    private void Refresh(string topic)
    {
        if (Interlocked.Exchange(ref _isRefreshing, 1) == 0) _ = RefreshAsync(topic);
    }

    private async Task RefreshAsync(string topic)
    {
        try
        {
            await _client.RefreshMetadataAsync([topic], cancellationToken: _closing.Token);
        }
        catch (Exception e) when (e is KafkaException or OperationCanceledException)
        {
            // The batch that asked for it is tried again and asks again.
        }

        Volatile.Write(ref _isRefreshing, 0);
        Wake();
    }

    private long Ticks(int milliseconds) => milliseconds * _client.Time.TimestampFrequency / 1000;
}
