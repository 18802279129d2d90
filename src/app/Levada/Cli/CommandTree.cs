using System.CommandLine;
using System.CommandLine.Help;
using Levada.Start;

namespace Levada.Cli;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    public static RootCommand Build()
    {
        var root = new RootCommand("An event-streaming platform that speaks the Apache Kafka protocol.")
        {
            GlobalOptions.Bootstrap,
            GlobalOptions.Output,
        };
        root.Add(Start());
        root.Add(TopicCommands.Build());
        root.Add(ProduceCommand.Build());
        root.Add(ConsumeCommand.Build());
        root.Add(GroupCommands.Build());
        root.Add(TransactionCommands.Build());
        root.Add(ConfigCommands.Build());
        root.Add(QuotaCommands.Build());
        root.Add(ClusterCommand.Build());
        root.Add(FeatureCommands.Build());
        root.Add(DumpLogCommand.Build());
        root.Add(BenchCommands.Build());
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            if (help.Action is HelpAction usual) help.Action = new HelpWithExamples(usual);
        }

        return root;
    }

    // For the help only: the program's entry runs `start` before this tree exists.
    private static CliCommand Start()
    {
        var start = new CliCommand("start", "Start a broker and run it until SIGTERM or Ctrl-C") { TreatUnmatchedTokensAsErrors = false };
        start.SetAction(parsed => StartCommand.RunAsync([.. Misplaced(parsed), .. parsed.UnmatchedTokens]));
        return start;
    }

    /// <summary>Options of the other commands, which <c>start</c> refuses like any that it does not know.</summary>
    private static IEnumerable<string> Misplaced(ParseResult parsed) => new Option[] { GlobalOptions.Bootstrap, GlobalOptions.Output }
        .Where(option => parsed.GetResult(option) is not null).Select(option => option.Name);
}
