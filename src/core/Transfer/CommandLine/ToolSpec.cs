using System.Collections.Immutable;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine;

/// <summary>A tool of the command line.</summary>
/// <param name="Tool">Which.</param>
/// <param name="Name">The word on the command line.</param>
/// <param name="Description">One line for the list of commands.</param>
internal sealed record ToolSpec(ToolName Tool, string Name, string Description)
{
    /// <summary>Its options, made when they are asked for: only one tool runs.</summary>
    public Func<ImmutableArray<OptionGroup>> Groups { get; init; } = static () => [];

    /// <summary>What follows the tool's name in the line of usage.</summary>
    public string Usage { get; init; } = "[GENERIC-ARGS] [TOOL-ARGS]";

    /// <summary>The last lines of its help.</summary>
    public string Footer { get; init; } = "";

    /// <summary>Whether arguments after <c>--</c> mean something to it.</summary>
    public bool HasConnectorArguments { get; init; }
}
