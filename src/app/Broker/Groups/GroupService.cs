using Levada.Broker.Control;
using Levada.Broker.Coordinators;
using Levada.Coordination;
using Levada.Coordination.Groups;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Runtime.Shards;

namespace Levada.Broker.Groups;

/// <summary>The groups that this broker coordinates.</summary>
internal sealed class GroupService(CoordinatorService<GroupCoordinator> shards, MetadataPublisher metadata) : IMetadataFollower, ITopicIds
{
    public string? NameOf(Uuid topicId) => metadata.Image.Topics.Find(topicId)?.Name;

    public Uuid IdOf(string topicName) => metadata.Image.Topics.Find(topicName)?.Id ?? Uuid.Zero;

    /// <inheritdoc cref="CoordinatorService{TCoordinator}.DecideAsync"/>
    public Task<ShardReply<TResponse>> DecideAsync<TResponse>(string groupId, Func<GroupCoordinator, Decision, TResponse> decide)
        where TResponse : notnull => shards.DecideAsync(groupId, decide);

    /// <inheritdoc cref="CoordinatorService{TCoordinator}.PartitionOf"/>
    public int PartitionOf(string groupId) => shards.PartitionOf(groupId);

    /// <inheritdoc cref="CoordinatorService{TCoordinator}.DecideInTransactionAsync"/>
    public Task<ShardReply<TResponse>> DecideInTransactionAsync<TResponse>(
        string groupId, ShardProducer producer, Func<GroupCoordinator, Decision, TResponse> decide)
        where TResponse : notnull => shards.DecideInTransactionAsync(groupId, producer, decide);

    /// <inheritdoc cref="CoordinatorService{TCoordinator}.DecideLaterAsync"/>
    public Task<ShardReply<TResponse>> DecideLaterAsync<TResponse>(string groupId, Action<GroupCoordinator, Decision, long> decide) =>
        shards.DecideLaterAsync<TResponse>(groupId, decide);

    /// <inheritdoc cref="CoordinatorService{TCoordinator}.AskAllAsync"/>
    public Task<IReadOnlyList<ShardReply<TResponse>>> AskAllAsync<TResponse>(Func<GroupCoordinator, Decision, TResponse> ask)
        where TResponse : notnull => shards.AskAllAsync(ask);

    /// <inheritdoc cref="CoordinatorService{TCoordinator}.IsAnyLoading"/>
    public bool IsAnyLoading => shards.IsAnyLoading;

    public void Follow(MetadataChange change, ConfigView configs)
    {
        shards.Follow(change, configs);
        var deleted = change.Topics.Where(topic => topic.IsDeleted).Select(topic => topic.Before!.Name).ToHashSet(StringComparer.Ordinal);
        if (deleted.Count > 0) _ = AskAllAsync((coordinator, decision) => ForgetTopics(coordinator, deleted, decision));
    }

    private static bool ForgetTopics(GroupCoordinator coordinator, IReadOnlySet<string> deleted, Decision decision)
    {
        coordinator.OnTopicsDeleted(deleted, decision);
        return true;
    }
}
