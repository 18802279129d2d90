using System.Collections.Immutable;
using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.CommandLine.Checks;
using Levada.Transfer.CommandLine.Groups;
using Levada.Transfer.CommandLine.Jobs;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine;

/// <summary>From a command line of Sqoop to options, in Sqoop's order and with its complaints.</summary>
/// <param name="readFile">The text of a file that the command line names; null when it cannot be read.</param>
public sealed class CommandLineParser(Func<string, string?> readFile)
{
    private const string TryHelp = "Try 'sqoop help' for usage.";

    /// <summary>Reads a whole command line: options files, tool, generic arguments, options, checks.</summary>
    public CommandLineResult Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0) return Failure(TryHelp);
        try
        {
            var expanded = OptionsFile.Expand(arguments, readFile);
            if (expanded.Count == 0) return Failure(TryHelp);
            return ToolCatalogue.Find(expanded[0]) is { } tool
                ? Run(tool, new OptionsDraft(tool.Tool), [.. expanded.Skip(1)]) with { Tool = tool.Tool }
                : Failure($"No such sqoop tool: {expanded[0]}. See 'sqoop help'.");
        }
        catch (UsageException e)
        {
            return Failure($"{e.Message}\n{TryHelp}");
        }
    }

    /// <summary>Reads the tool and the arguments of a job that is being created: they are checked as if they were run.</summary>
    /// <param name="create">The options of the job tool; its <c>-D</c> properties hold for the job too.</param>
    public CommandLineResult ParseJob(TransferOptions create)
    {
        if (create.Job.Arguments is not [var name, .. var arguments])
            return Failure("No tool specified; cannot create a job.\nUse: sqoop job --create <job-name> -- <tool-name> [tool-args]");
        if (ToolCatalogue.Find(name) is not { } tool) return Failure($"No such tool available: {name}");
        if (tool.Tool is ToolName.Job or ToolName.Metastore or ToolName.Help or ToolName.Version)
            return Failure($"The tool {name} cannot be saved as a job.");
        var draft = new OptionsDraft(tool.Tool);
        draft.Root = draft.Root with { Properties = create.Properties };
        return Run(tool, draft, arguments);
    }

    /// <summary>Restores a saved job; arguments given now come before what is saved.</summary>
    /// <param name="exec">The options of the job tool: its arguments and <c>-D</c> properties override the job's.</param>
    public CommandLineResult ParseSaved(SavedJob job, TransferOptions exec)
    {
        try
        {
            var draft = SavedJobs.Restore(job);
            draft.Root = draft.Root with { Properties = draft.Root.Properties.SetItems(exec.Properties) };
            return Run(ToolCatalogue.Of(job.Tool), draft, exec.Job.Arguments);
        }
        catch (UsageException e)
        {
            return Failure(e.Message);
        }
    }

    private static CommandLineResult Failure(string text, OptionsDraft? draft = null) =>
        new() { ExitCode = 1, ErrorText = text, Notes = draft is null ? [] : [.. draft.Notes] };

    private CommandLineResult Run(ToolSpec tool, OptionsDraft draft, ImmutableArray<string> arguments)
    {
        try
        {
            return ParseTool(tool, draft, arguments);
        }
        catch (UsageException e)
        {
            return Failure(e.Message, draft);
        }
    }

    private CommandLineResult ParseTool(ToolSpec tool, OptionsDraft draft, ImmutableArray<string> arguments)
    {
        Typography.RefuseCurlyQuotes(arguments);
        // What follows the first "--" is for somebody else and stays as it is.
        var dashes = arguments.IndexOf("--");
        var own = dashes < 0 ? arguments : arguments[..dashes];
        var connector = dashes < 0 ? [] : arguments[(dashes + 1)..];
        own = own[GenericArguments.Take(own, draft, readFile)..];
        if (tool.Tool == ToolName.Help) return HelpText.Answer(own);
        var parser = new ArgumentParser(tool.Groups().SelectMany(static group => group.Options));
        var parsed = parser.Parse(own);
        if (parsed.Has(CommonGroup.HelpName)) return new() { Output = HelpText.Of(tool), ExitCode = 1 };
        if (tool.Tool == ToolName.Job) VerbChecks.Check(parsed);
        OptionApplier.Apply(tool, parsed, draft, readFile);
        TakeConnectorArguments(tool, draft, connector);
        var unknown = dashes >= 0 && !tool.HasConnectorArguments ? [.. parsed.Rest, .. arguments[dashes..]] : parsed.Rest;
        UnrecognizedArguments.Refuse(tool, unknown, parser, draft);
        ToolChecks.Check(draft, dashes >= 0);
        return new() { Options = draft.Finish(), Notes = [.. draft.Notes], Draft = draft };
    }

    // Arguments of a saved job follow those that are given now.
    private static void TakeConnectorArguments(ToolSpec tool, OptionsDraft draft, ImmutableArray<string> connector)
    {
        if (tool.Tool == ToolName.Job) draft.Job = draft.Job with { Arguments = connector };
        else draft.Root = draft.Root with { ConnectorArguments = [.. connector, .. draft.Root.ConnectorArguments] };
    }
}
