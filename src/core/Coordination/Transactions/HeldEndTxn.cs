namespace Levada.Coordination.Transactions;

/// <summary>An EndTxn that is decided and answered when its markers are written, or a little later at the latest.</summary>
/// <param name="Token">Names the request.</param>
internal sealed record HeldEndTxn(long Token, object Response, Deadline Deadline);
