namespace Levada.DataFiles.Targets;

/// <summary>One file that an append moves.</summary>
/// <param name="From">Relative to the staged data.</param>
/// <param name="To">Relative to the target.</param>
internal sealed record CommitMove(string From, string To);
