using Levada.Broker.Data;
using Levada.Log;
using Levada.Metadata;
using Levada.Protocol;

namespace Levada.Broker.Transactions;

/// <summary>Asks the coordinator about transactions that are new to a partition, before anything of them is written (KIP-890).</summary>
/// <remarks>A producer of version 2 has its partition added; for an older one the partition must have been added before.</remarks>
internal sealed class TransactionVerifier(PartitionRegistry partitions, TransactionService transactions, TransactionSettings settings, BrokerClock clock)
{
    private const int ConcurrentRetryMs = 20;
    private const int ConcurrentRetryCount = 25;

    /// <summary>Whether a request of a version-2 client is to be served as such.</summary>
    public bool IsBumping(bool isClientBumping) => isClientBumping && settings.Version >= TransactionVersions.EpochBump;

    /// <summary>Whether the coordinator has a say at all.</summary>
    public bool IsRequired(bool isBumping) => isBumping || settings.IsVerificationEnabled;

    /// <summary>Begins the verification of a batch on its partition.</summary>
    /// <param name="sequence">The batch's first; -1 where it has none.</param>
    public VerificationStart Begin(HostedPartition hosted, long producerId, ProducerEpoch epoch, int sequence, bool isBumping)
    {
        lock (hosted.Gate)
        {
            return hosted.Unavailable != ErrorCode.None
                ? new VerificationStart(hosted.Unavailable, 0)
                : hosted.Partition.Log.BeginVerification(producerId, epoch, sequence, isBumping, clock.NowMs);
        }
    }

    /// <summary>Asks the coordinator about partitions whose verification has begun.</summary>
    /// <returns>For each partition none, or what a producer is to be told.</returns>
    public async Task<IReadOnlyDictionary<TopicPartition, ErrorCode>> AskAsync(
        string transactionalId, long producerId, ProducerEpoch epoch, IReadOnlyCollection<TopicPartition> asked, bool isBumping, bool knowsAbortable)
    {
        var answers = isBumping
            ? await AddAsync(transactionalId, producerId, epoch, asked)
            : await transactions.VerifyPartitionsAsync(transactionalId, producerId, epoch, asked);
        return answers.ToDictionary(answer => answer.Key, answer => ForProducer(answer.Value, isBumping, knowsAbortable));
    }

    /// <summary>The coordinator has refused: nothing waits for its word any more.</summary>
    public void End(TopicPartition id, long producerId, long guard, ErrorCode error)
    {
        // Who may come again keeps its place: a later batch must not overtake it.
        if (error is ErrorCode.NotEnoughReplicas or ErrorCode.ConcurrentTransactions || partitions.Find(id) is not { } hosted) return;
        lock (hosted.Gate) hosted.Partition.Log.EndVerification(producerId, guard);
    }

    /// <summary>Waits a moment for the transaction before to end: sending the records again would cost the producer more.</summary>
    private async Task<IReadOnlyDictionary<TopicPartition, ErrorCode>> AddAsync(
        string transactionalId, long producerId, ProducerEpoch epoch, IReadOnlyCollection<TopicPartition> asked)
    {
        for (var triesLeft = ConcurrentRetryCount; ; triesLeft--)
        {
            var error = await transactions.AddPartitionsAsync(transactionalId, producerId, epoch, asked, TransactionVersions.EpochBump);
            if (error != ErrorCode.ConcurrentTransactions || triesLeft == 0) return asked.ToDictionary(partition => partition, _ => error);
            await Task.Delay(ConcurrentRetryMs);
        }
    }

    private static ErrorCode ForProducer(ErrorCode error, bool isBumping, bool knowsAbortable) => error switch
    {
        ErrorCode.ProducerFenced => ErrorCode.InvalidProducerEpoch,
        ErrorCode.TransactionAbortable when !knowsAbortable => ErrorCode.InvalidTxnState,
        // Errors of a coordinator mean nothing to a produce request; this one is tried again without a look at the metadata.
        ErrorCode.NotCoordinator or ErrorCode.CoordinatorNotAvailable or ErrorCode.CoordinatorLoadInProgress => ErrorCode.NotEnoughReplicas,
        ErrorCode.ConcurrentTransactions when !isBumping => ErrorCode.NotEnoughReplicas,
        _ => error,
    };
}
