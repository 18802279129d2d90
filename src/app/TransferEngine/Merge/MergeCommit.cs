namespace Levada.TransferEngine.Merge;

/// <summary>What follows the commit of a merge.</summary>
/// <param name="FollowUp">Kept with the commit until <paramref name="Committed"/> has returned; null: nothing has to be kept.</param>
/// <param name="Committed">Called once the merged data set is visible.</param>
public sealed record MergeCommit(string? FollowUp, Action Committed);
