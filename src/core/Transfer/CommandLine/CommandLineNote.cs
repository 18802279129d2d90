namespace Levada.Transfer.CommandLine;

/// <summary>A line for the log that reading the command line gave.</summary>
/// <param name="Source">The short name of the logger, e.g. <c>tool.BaseSqoopTool</c>.</param>
public sealed record CommandLineNote(NoteLevel Level, string Source, string Text);
