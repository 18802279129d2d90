namespace Levada.Operations.Redrive;

/// <summary><c>group redrive</c>.</summary>
/// <param name="Topic">The dead-letter topic; null for the one that the group's configuration names.</param>
/// <param name="IsExecuted">False only shows what would happen.</param>
internal sealed record RedriveOptions(string Group, string? Topic, bool IsExecuted);
