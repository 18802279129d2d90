using System.Threading.Channels;
using Levada.Client.Admin;
using Levada.Client.Connections;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Client.Consuming;

/// <summary>Fetches assigned partitions from their leaders, a little ahead of its one reader.</summary>
public sealed class Fetcher : IAsyncDisposable
{
    private readonly KafkaClient _client;
    private readonly FetchOptions _options;
    private readonly SortedDictionary<string, SortedDictionary<int, long>> _positions = new(StringComparer.Ordinal);
    private readonly Channel<FetchedSet> _fetched;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _running;
    private readonly HashSet<int> _failingNodes = [];
    private int _rotation;

    /// <param name="positions">The offset to begin at, by partition.</param>
    public Fetcher(KafkaClient client, FetchOptions options, IEnumerable<KeyValuePair<TopicPartition, long>> positions)
    {
        _client = client;
        _options = options;
        foreach (var (partition, offset) in positions)
        {
            if (!_positions.TryGetValue(partition.Topic, out var topic)) _positions[partition.Topic] = topic = [];
            topic[partition.Partition] = offset;
        }

        _fetched = Channel.CreateBounded<FetchedSet>(new BoundedChannelOptions(options.ResponsesAheadMax) { SingleReader = true, SingleWriter = true });
        _running = Task.Run(RunAsync);
    }

    /// <summary>The next response; the caller disposes it. Partitions without new records are in it too.</summary>
    /// <exception cref="KafkaException">A partition failed for good.</exception>
    public async ValueTask<FetchedSet> NextAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _fetched.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException e) when (e.InnerException is { } failure)
        {
            throw failure is KafkaException kafka ? new KafkaException(kafka.Error, kafka.Message, kafka) : failure;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        while (_fetched.Reader.TryRead(out var set)) set.Dispose();
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        var inFlight = new Dictionary<int, Task<FetchedSet?>>();
        try
        {
            while (true)
            {
                var plans = await PlanAsync(inFlight);
                foreach (var (node, plan) in plans) inFlight[node] = FetchAsync(node, plan);
                var done = await Task.WhenAny(inFlight.Values);
                var from = inFlight.First(pair => pair.Value == done).Key;
                inFlight.Remove(from);
                var set = await done;
                if (set is null) _failingNodes.Add(from);
                else await AcceptAsync(set);
            }
        }
        catch (Exception e)
        {
            _fetched.Writer.TryComplete(e is OperationCanceledException ? null : e);
        }

        foreach (var fetch in inFlight.Values)
        {
            if (await SettleAsync(fetch) is { } set) set.Dispose();
        }
    }

    private static async Task<FetchedSet?> SettleAsync(Task<FetchedSet?> fetch)
    {
        try
        {
            return await fetch;
        }
        catch (Exception e) when (e is KafkaException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<List<(int Node, FetchPlan Plan)>> PlanAsync(Dictionary<int, Task<FetchedSet?>> inFlight)
    {
        while (true)
        {
            if (_failingNodes.Count > 0) await RecoverAsync();
            var byLeader = new SortedDictionary<int, List<(string, IReadOnlyList<(int, long)>)>>();
            var hasLeaderless = false;
            foreach (var (topic, partitions) in Rotated())
            {
                foreach (var group in partitions.GroupBy(partition => _client.Metadata.Find(topic, partition.Key)?.Leader ?? -1))
                {
                    if (group.Key < 0) hasLeaderless = true;
                    else if (!inFlight.ContainsKey(group.Key)) Of(byLeader, group.Key).Add((topic, [.. group.Select(pair => (pair.Key, pair.Value))]));
                }
            }

            if (byLeader.Count > 0 || inFlight.Count > 0)
                return [.. byLeader.Select(pair => (pair.Key, new FetchPlan(_options, pair.Value)))];
            if (!hasLeaderless) throw new KafkaException("no partition is left to fetch");
            await RecoverAsync();
        }
    }

    private static List<(string, IReadOnlyList<(int, long)>)> Of(SortedDictionary<int, List<(string, IReadOnlyList<(int, long)>)>> plans, int node)
    {
        if (!plans.TryGetValue(node, out var plan)) plans[node] = plan = [];
        return plan;
    }

    // The broker fills a response from the front: each request begins one partition later, so that none starves.
    private IEnumerable<(string Topic, IEnumerable<KeyValuePair<int, long>> Partitions)> Rotated()
    {
        _rotation = (_rotation + 1) & int.MaxValue;
        var topicShift = _rotation % _positions.Count;
        foreach (var (topic, partitions) in _positions.Skip(topicShift).Concat(_positions.Take(topicShift)))
        {
            var shift = _rotation % partitions.Count;
            yield return (topic, partitions.Skip(shift).Concat(partitions.Take(shift)));
        }
    }

    private async Task RecoverAsync()
    {
        _failingNodes.Clear();
        await Task.Delay(TimeSpan.FromMilliseconds(_client.Options.RetryBackoffMs), _client.Time, _closing.Token);
        await _client.RetryAsync(() => _client.RefreshMetadataAsync([.. _positions.Keys], cancellationToken: _closing.Token), _closing.Token);
    }

    // Null: the broker could not be reached; its partitions may have moved.
    private async Task<FetchedSet?> FetchAsync(int node, FetchPlan plan)
    {
        try
        {
            var connection = await _client.ConnectAsync(node, ConnectionPurpose.Fetch, _closing.Token);
            var version = connection.Versions.Common(ApiKey.Fetch, FetchWire.VersionMin, FetchWire.VersionMax)
                ?? throw TypedRequests.Unsupported(connection, ApiKey.Fetch);
            var timeoutMs = _client.Options.RequestTimeoutMs + _options.WaitMsMax;
            var frame = await connection.SendAsync(
                ApiKey.Fetch, version, FetchWire.IsFlexible(version), plan, FetchWire.WriteRequest, timeoutMs, _closing.Token);
            var partitions = FetchWire.ReadResponse(frame.Body, version, out var error);
            if (partitions is not null && error == ErrorCode.None) return new FetchedSet(partitions, frame);
            frame.Dispose();
            throw partitions is null
                ? new KafkaException($"{connection.Address} sent a malformed answer to Fetch version {version}")
                : KafkaException.From(error, "fetching");
        }
        catch (KafkaException e) when (e.IsRetriable)
        {
            return null;
        }
    }

    private async Task AcceptAsync(FetchedSet set)
    {
        foreach (var partition in set.Partitions)
        {
            if (!_positions.TryGetValue(partition.Partition.Topic, out var topic) || !topic.TryGetValue(partition.Partition.Partition, out var position))
                continue;
            partition.FetchOffset = position;
            partition.NextOffset = position;
            if (partition.Error == ErrorCode.None) partition.NextOffset = NextOffset(partition.Records.Span, position);
            else if (partition.Error == ErrorCode.OffsetOutOfRange) partition.NextOffset = await ResetAsync(partition);
            else if (partition.Error.IsRetriable()) _failingNodes.Add(-1);
            else throw KafkaException.From(partition.Error, $"fetching {partition.Partition}");
            topic[partition.Partition.Partition] = partition.NextOffset;
        }

        await _fetched.Writer.WriteAsync(set, _closing.Token);
    }

    private async Task<long> ResetAsync(FetchedPartition partition)
    {
        if (_options.OutOfRangeTarget is not { } target)
            throw KafkaException.From(ErrorCode.OffsetOutOfRange, $"fetching {partition.Partition} from offset {partition.FetchOffset}");
        var found = await new OffsetAdmin(_client).ListAsync([KeyValuePair.Create(partition.Partition, target)], cancellationToken: _closing.Token);
        if (found[0].Error != ErrorCode.None) throw KafkaException.From(found[0].Error, $"looking up where {partition.Partition} begins");
        return found[0].Offset;
    }

    private static long NextOffset(ReadOnlySpan<byte> records, long position)
    {
        foreach (var batch in new RecordBatchEnumerator(records)) position = Math.Max(position, batch.NextOffset);
        return position;
    }
}
