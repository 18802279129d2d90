using Levada.Transfer.Rows;

namespace Levada.Databases;

/// <summary>What a statement of eval gave.</summary>
/// <param name="Rows">Its rows, or null when it has none; the caller disposes it.</param>
/// <param name="ChangedCount">Rows changed when there are no rows.</param>
public sealed record EvalResult(IRowReader? Rows, long ChangedCount);
