namespace Levada.Coordination.Transactions;

/// <summary>Timed-out transactions can only be aborted with a fresh producer id: <see cref="TransactionCoordinator.SupplyProducerId"/>.</summary>
/// <param name="TransactionalId">One of them, which names the coordinator.</param>
public sealed record ProducerIdWanted(string TransactionalId);
