namespace Levada.Transfer.CommandLine.Jobs;

/// <summary>One row of a metastore's table of jobs.</summary>
/// <param name="Name">The property.</param>
/// <param name="Value">Its text.</param>
/// <param name="Class">What it is a property of: <c>schema</c>, <c>SqoopOptions</c> or <c>config</c>.</param>
public readonly record struct JobRow(string Name, string Value, string Class);
