using System.CommandLine;
using Levada.Operations;

namespace Levada.Cli;

/// <summary><c>levada cluster</c>.</summary>
internal static class ClusterCommand
{
    public static Command Build()
    {
        var versions = new Option<bool>("--versions") { Description = "Show the request versions of each broker too" };
        var command = new CliCommand("cluster", "Show brokers, disks and the metadata quorum", "levada cluster", "levada cluster --versions") { versions };
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) => new ClusterOperations(session).DescribeAsync(parsed.GetValue(versions), cancellationToken)));
        return command;
    }
}
