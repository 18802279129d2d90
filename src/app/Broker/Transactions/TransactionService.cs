using Levada.Broker.Control;
using Levada.Broker.Coordinators;
using Levada.Coordination;
using Levada.Coordination.Transactions;
using Levada.Metadata;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Runtime.Shards;

namespace Levada.Broker.Transactions;

/// <summary>The transactions that this broker coordinates.</summary>
internal sealed class TransactionService(
    CoordinatorService<TransactionCoordinator> shards, ProducerIdSource producerIds, TransactionSettings settings) : IMetadataFollower
{
    private const short FirstBumpingEndTxn = 5;

    public bool IsAnyLoading => shards.IsAnyLoading;

    public void Follow(MetadataChange change, ConfigView configs) => shards.Follow(change, configs);

    /// <summary>Gives a transactional producer its id and epoch.</summary>
    public async Task<InitProducerIdResponse> InitProducerIdAsync(InitProducerIdRequest request, CancellationToken cancellationToken)
    {
        var supply = -1L;
        while (true)
        {
            var supplied = supply;
            var reply = await shards.DecideAsync(request.TransactionalId!, (coordinator, decision) =>
            {
                if (supplied >= 0) coordinator.SupplyProducerId(supplied);
                return coordinator.InitProducerId(request, decision);
            });
            if (reply.Error != ErrorCode.None) return new() { ErrorCode = reply.Error, ProducerId = -1, ProducerEpoch = -1 };
            if (!reply.Response.IsProducerIdNeeded) return reply.Response.Response;
            supply = await producerIds.NextAsync(cancellationToken);
        }
    }

    /// <summary>Adds partitions to a transaction.</summary>
    /// <param name="clientVersion">2 where a partition's leader asks because of a produce request, else 0.</param>
    public async Task<ErrorCode> AddPartitionsAsync(
        string transactionalId, long producerId, ProducerEpoch epoch, IReadOnlyCollection<TopicPartition> partitions, short clientVersion)
    {
        var reply = await shards.DecideAsync(transactionalId, (coordinator, decision) =>
            coordinator.AddPartitions(transactionalId, producerId, epoch, partitions, clientVersion, decision));
        return reply.Error == ErrorCode.None ? reply.Response : reply.Error;
    }

    /// <summary>Tells which partitions belong to a transaction.</summary>
    public async Task<IReadOnlyDictionary<TopicPartition, ErrorCode>> VerifyPartitionsAsync(
        string transactionalId, long producerId, ProducerEpoch epoch, IReadOnlyCollection<TopicPartition> partitions)
    {
        var reply = await shards.DecideAsync(transactionalId, (coordinator, _) =>
            coordinator.VerifyPartitions(transactionalId, producerId, epoch, partitions));
        return reply.Response ?? partitions.Distinct().ToDictionary(partition => partition, _ => reply.Error);
    }

    /// <summary>Commits or aborts a transaction.</summary>
    public async Task<EndTxnResponse> EndAsync(EndTxnRequest request, short version, CancellationToken cancellationToken)
    {
        var isBumping = version >= FirstBumpingEndTxn && settings.Version >= TransactionVersions.EpochBump;
        var supply = -1L;
        while (true)
        {
            var supplied = supply;
            var reply = await shards.DecideLaterAsync<ProducerIdDependent<EndTxnResponse>>(request.TransactionalId, (coordinator, decision, token) =>
            {
                if (supplied >= 0) coordinator.SupplyProducerId(supplied);
                coordinator.EndTxn(request, isBumping, decision, token);
            });
            if (reply.Error != ErrorCode.None) return new() { ErrorCode = reply.Error, ProducerId = -1, ProducerEpoch = -1 };
            if (!reply.Response.IsProducerIdNeeded) return reply.Response.Response;
            supply = await producerIds.NextAsync(cancellationToken);
        }
    }

    /// <inheritdoc cref="CoordinatorService{TCoordinator}.DecideAsync"/>
    public Task<ShardReply<TResponse>> DecideAsync<TResponse>(string transactionalId, Func<TransactionCoordinator, Decision, TResponse> decide)
        where TResponse : notnull => shards.DecideAsync(transactionalId, decide);

    /// <inheritdoc cref="CoordinatorService{TCoordinator}.AskAllAsync"/>
    public Task<IReadOnlyList<ShardReply<TResponse>>> AskAllAsync<TResponse>(Func<TransactionCoordinator, Decision, TResponse> ask)
        where TResponse : notnull => shards.AskAllAsync(ask);
}
