using System.CommandLine;
using Levada.Dump;

namespace Levada.Cli;

/// <summary><c>levada dump-log</c>.</summary>
internal static class DumpLogCommand
{
    public static Command Build()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Segments (.log, .checkpoint), indexes (.index, .timeindex, .txnindex), .snapshot files, checkpoint files, or directories of them",
            Arity = ArgumentArity.OneOrMore,
        };
        var deep = new Option<bool>("--deep") { Description = "Print the records of each batch, internal topics decoded" };
        var countMax = new Option<int?>("--max", "-n") { Description = "Print at most so many batches or entries of each file", HelpName = "n" };
        var command = new CliCommand(
            "dump-log", "Print files of a Kafka log directory, Levada's or Apache Kafka's",
            "levada dump-log levada-data/orders-0/00000000000000000000.log",
            "levada dump-log --deep levada-data/__cluster_metadata-0",
            "levada dump-log levada-data/orders-0 --output json") { files, deep, countMax };
        command.SetAction(parsed => CommandRunner.RunLocallyAsync(
            parsed, (screen, cancellationToken) =>
            {
                var options = new DumpOptions(parsed.GetRequiredValue(files), parsed.GetValue(deep), parsed.GetValue(countMax) ?? int.MaxValue);
                return Task.FromResult(new DumpOperation(screen, options).Run(cancellationToken));
            }));
        return command;
    }
}
