namespace Levada.Metadata.Configs;

/// <summary>One assignment of a properties file.</summary>
/// <param name="Line">The line it starts on, counted from 1.</param>
public readonly record struct PropertyLine(int Line, string Name, string Value);
