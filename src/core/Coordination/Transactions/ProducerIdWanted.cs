namespace Levada.Coordination.Transactions;

/// <summary>A timed-out transaction can only be aborted with a fresh producer id: <see cref="TransactionCoordinator.SupplyProducerId"/>.</summary>
public sealed record ProducerIdWanted;
