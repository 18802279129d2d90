using Levada.Transfer.Sql;

namespace Levada.Databases;

/// <summary>What a set of reading sessions is wanted for.</summary>
/// <param name="Table">The table to be read; null for a free query.</param>
/// <param name="SessionCount">How many tasks will read.</param>
/// <param name="IsWanted">False when the user turned snapshots off: the sessions are then independent.</param>
/// <param name="IsIsolationRelaxed">Read uncommitted; only without a snapshot.</param>
public sealed record SnapshotRequest(TableName? Table, int SessionCount, bool IsWanted, bool IsIsolationRelaxed);
