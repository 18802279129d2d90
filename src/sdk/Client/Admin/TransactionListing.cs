namespace Levada.Client.Admin;

/// <summary>One transactional id as its coordinator lists it.</summary>
/// <param name="CoordinatorId">The broker that keeps it.</param>
public sealed record TransactionListing(string TransactionalId, int CoordinatorId, long ProducerId, string State);
