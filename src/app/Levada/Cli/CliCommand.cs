using System.CommandLine;

namespace Levada.Cli;

/// <summary>A command with examples in its help.</summary>
/// <param name="examples">Whole command lines.</param>
internal sealed class CliCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
