using System.Collections.Immutable;
using Levada.Transfer.CommandLine.Jobs;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine;

/// <summary>What a command line came to: options to run, or a text and an exit code.</summary>
public sealed record CommandLineResult
{
    /// <summary>The tool that the command line names; null: none that exists.</summary>
    public ToolName? Tool { get; init; }

    /// <summary>What to run; null: nothing, end with <see cref="ExitCode"/>.</summary>
    public TransferOptions? Options { get; init; }

    /// <summary>The exit code when there is nothing to run.</summary>
    public int ExitCode { get; init; }

    /// <summary>For standard output: help.</summary>
    public string Output { get; init; } = "";

    /// <summary>For standard error, without a logger; never holds a secret.</summary>
    public string ErrorText { get; init; } = "";

    /// <summary>For the log, before anything else, in order.</summary>
    public ImmutableArray<CommandLineNote> Notes { get; init; } = [];

    /// <summary>The options in the form in which a metastore keeps them; null when there is nothing to run.</summary>
    /// <remarks>Without passwords, unless <c>sqoop.metastore.client.record.password</c> is true.</remarks>
    public SavedJob? Job => Draft is null ? null : SavedJobs.Save(Draft);

    internal OptionsDraft? Draft { get; init; }
}
