using System.Collections.Concurrent;
using Levada.Client.Connections;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client;

/// <summary>The way into a cluster: finds its brokers, keeps connections to them and knows which one to ask.</summary>
/// <remarks>Safe for concurrent use. Works with every broker that speaks Kafka's protocol as of 2.1 or later.</remarks>
public sealed class KafkaClient : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(HostPort, ConnectionPurpose), ConnectionSlot> _slots = new();
    private readonly ConcurrentDictionary<(CoordinatorKind Kind, string Key), int> _coordinators = new();
    private readonly TimeProvider _time;
    private ClusterMetadata _metadata = ClusterMetadata.Empty;

    public KafkaClient(ClientOptions options, TimeProvider? time = null)
    {
        Options = options;
        _time = time ?? TimeProvider.System;
    }

    public ClientOptions Options { get; }

    /// <summary>What is known of the cluster so far; see <see cref="RefreshMetadataAsync"/>.</summary>
    public ClusterMetadata Metadata => Volatile.Read(ref _metadata);

    internal TimeProvider Time => _time;

    /// <summary>Asks for the brokers and the named topics; answers are kept beside those of earlier calls.</summary>
    /// <param name="topics">Null asks for every topic; an empty list for the brokers only.</param>
    /// <param name="isCreateAllowed">Whether the broker may create topics it lacks (if its configuration lets it).</param>
    public async Task<ClusterMetadata> RefreshMetadataAsync(
        IReadOnlyCollection<string>? topics, bool isCreateAllowed = false, CancellationToken cancellationToken = default)
    {
        var response = await SendToAnyAsync<MetadataRequest, MetadataResponse>(
            ApiKey.Metadata, version => MetadataTranslation.Request(topics, isCreateAllowed, version), cancellationToken);
        ClusterMetadata before, after;
        do
        {
            before = Metadata;
            after = MetadataTranslation.Merge(before, response, isComplete: topics is null);
        }
        while (Interlocked.CompareExchange(ref _metadata, after, before) != before);
        return after;
    }

    /// <summary>The topic's metadata, fetched if unknown.</summary>
    /// <exception cref="KafkaException">The topic does not exist, or nobody answers.</exception>
    public async Task<TopicMetadata> GetTopicAsync(string topic, bool isCreateAllowed = false, CancellationToken cancellationToken = default)
    {
        if (Metadata.Topics.TryGetValue(topic, out var known) && known.Error == ErrorCode.None) return known;
        return await RetryAsync(async () =>
        {
            var metadata = await RefreshMetadataAsync([topic], isCreateAllowed, cancellationToken);
            var found = metadata.Topics.GetValueOrDefault(topic);
            var error = found?.Error ?? ErrorCode.UnknownTopicOrPartition;
            if (error == ErrorCode.UnknownTopicOrPartition && !isCreateAllowed)
                throw new UnknownTopicException(topic);
            return error == ErrorCode.None ? found! : throw KafkaException.From(error, $"topic {topic}");
        }, cancellationToken);
    }

    /// <summary>Runs an attempt until it succeeds, fails for good, or the operation's time is over.</summary>
    public async Task<T> RetryAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken = default)
    {
        var policy = RetryPolicy.Of(Options);
        var start = _time.GetTimestamp();
        for (var failedCount = 1; ; failedCount++)
        {
            int? delayMs;
            try
            {
                return await attempt();
            }
            catch (KafkaException e)
            {
                delayMs = policy.NextDelayMs(e.Error, failedCount, (long)_time.GetElapsedTime(start).TotalMilliseconds);
                if (delayMs is null) throw;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(delayMs.Value), _time, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var slot in _slots.Values) await slot.DisposeAsync();
        _slots.Clear();
    }

    /// <summary>Sends to the first broker that answers: known ones, then the bootstrap list.</summary>
    internal async Task<TResponse> SendToAnyAsync<TRequest, TResponse>(
        ApiKey key, Func<short, TRequest> build, CancellationToken cancellationToken, short versionMax = short.MaxValue)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse>
    {
        KafkaException? first = null;
        foreach (var address in Options.Bootstrap.Concat(Metadata.Brokers.Values.Select(broker => broker.Address)).Distinct())
        {
            try
            {
                return await SendAsync<TRequest, TResponse>(address, ConnectionPurpose.Control, key, build, versionMax, 0, cancellationToken);
            }
            catch (KafkaException e) when (e.Error == ErrorCode.NetworkException)
            {
                first ??= e;
            }
        }

        throw first!;
    }

    internal Task<TResponse> SendToNodeAsync<TRequest, TResponse>(
        int nodeId, ApiKey key, Func<short, TRequest> build, CancellationToken cancellationToken,
        short versionMax = short.MaxValue, ConnectionPurpose purpose = ConnectionPurpose.Control, int extraWaitMs = 0)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse> =>
        SendAsync<TRequest, TResponse>(AddressOf(nodeId), purpose, key, build, versionMax, extraWaitMs, cancellationToken);

    /// <summary>Sends to the controller, or to any broker where none is named (a KRaft broker forwards).</summary>
    internal async Task<TResponse> SendToControllerAsync<TRequest, TResponse>(
        ApiKey key, Func<short, TRequest> build, CancellationToken cancellationToken, short versionMax = short.MaxValue)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse>
    {
        var metadata = Metadata.Brokers.Count > 0 ? Metadata : await RefreshMetadataAsync([], cancellationToken: cancellationToken);
        return metadata.Brokers.ContainsKey(metadata.ControllerId)
            ? await SendToNodeAsync<TRequest, TResponse>(metadata.ControllerId, key, build, cancellationToken, versionMax)
            : await SendToAnyAsync<TRequest, TResponse>(key, build, cancellationToken, versionMax);
    }

    /// <summary>The node that coordinates a group or transactional id, asked for once and kept until <see cref="ForgetCoordinator"/>.</summary>
    internal async Task<int> CoordinatorOfAsync(string id, CancellationToken cancellationToken, CoordinatorKind kind = CoordinatorKind.Group)
    {
        if (_coordinators.TryGetValue((kind, id), out var known)) return known;
        return await RetryAsync(async () =>
        {
            var response = await SendToAnyAsync<FindCoordinatorRequest, FindCoordinatorResponse>(
                ApiKey.FindCoordinator, version => MetadataTranslation.CoordinatorRequest(kind, id, version), cancellationToken);
            var (error, node) = MetadataTranslation.Coordinator(response);
            if (error != ErrorCode.None) throw KafkaException.From(error, $"finding the coordinator of {(kind == CoordinatorKind.Group ? "group" : "transactional id")} {id}");
            Learn(node!);
            return _coordinators[(kind, id)] = node!.Id;
        }, cancellationToken);
    }

    internal void ForgetCoordinator(string id, CoordinatorKind kind = CoordinatorKind.Group) => _coordinators.TryRemove((kind, id), out _);

    internal ValueTask<BrokerConnection> ConnectAsync(int nodeId, ConnectionPurpose purpose, CancellationToken cancellationToken) =>
        SlotOf(AddressOf(nodeId), purpose).GetAsync(cancellationToken);

    private async Task<TResponse> SendAsync<TRequest, TResponse>(
        HostPort address, ConnectionPurpose purpose, ApiKey key, Func<short, TRequest> build, short versionMax, int extraWaitMs,
        CancellationToken cancellationToken)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse>
    {
        var connection = await SlotOf(address, purpose).GetAsync(cancellationToken);
        return await connection.SendAsync<TRequest, TResponse>(
            key, build, versionMax, Options.RequestTimeoutMs + extraWaitMs, cancellationToken);
    }

    private ConnectionSlot SlotOf(HostPort address, ConnectionPurpose purpose) =>
        _slots.GetOrAdd((address, purpose), static (key, client) => new ConnectionSlot(key.Item1, client.Options, client._time), this);

    private HostPort AddressOf(int nodeId) =>
        Metadata.Brokers.TryGetValue(nodeId, out var broker)
            ? broker.Address
            : throw new KafkaException(ErrorCode.LeaderNotAvailable, $"broker {nodeId} is not known at the moment");

    private void Learn(BrokerNode node)
    {
        ClusterMetadata before, after;
        do
        {
            before = Metadata;
            after = before with { Brokers = new SortedDictionary<int, BrokerNode>(before.Brokers.ToDictionary()) { [node.Id] = node } };
        }
        while (Interlocked.CompareExchange(ref _metadata, after, before) != before);
    }
}
