using Levada.Protocol;

namespace Levada.Coordination.Transactions;

/// <summary>One transactional id: what its records say, and what only this coordinator remembers.</summary>
internal sealed class TransactionEntry(string transactionalId, TransactionMetadata metadata)
{
    public string TransactionalId { get; } = transactionalId;
    public TransactionMetadata Metadata { get; set; } = metadata;

    /// <summary>The epoch before the current one where the producer itself asked for the bump: a retry of that request is recognised by it.</summary>
    public ProducerEpoch LastEpoch { get; set; } = ProducerEpoch.None;

    /// <summary>An EndTxn whose answer waits for the markers.</summary>
    public HeldEndTxn? Held { get; set; }
}
