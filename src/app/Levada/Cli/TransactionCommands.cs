using System.CommandLine;
using Levada.Operations;

namespace Levada.Cli;

/// <summary><c>levada transaction ...</c>.</summary>
internal static class TransactionCommands
{
    public static Command Build()
    {
        var transaction = new CliCommand("transaction", "List and describe transactions, and abort those that hang");
        transaction.Add(List());
        transaction.Add(Describe());
        transaction.Add(Abort());
        return transaction;
    }

    private static CliCommand List()
    {
        var states = new Option<string[]>("--state") { Description = "Only transactions in this state, such as Ongoing; may be repeated", HelpName = "state" };
        var command = new CliCommand("list", "List transactional ids", "levada transaction list", "levada transaction list --state Ongoing") { states };
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) => new TransactionOperations(session).ListAsync(parsed.GetValue(states) ?? [], cancellationToken)));
        return command;
    }

    private static CliCommand Describe()
    {
        var ids = new Argument<string[]>("transaction") { Description = "The transactional ids", Arity = ArgumentArity.OneOrMore };
        var command = new CliCommand("describe", "Show producers, states and partitions of transactions", "levada transaction describe billing-1") { ids };
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) => new TransactionOperations(session).DescribeAsync(parsed.GetRequiredValue(ids), cancellationToken)));
        return command;
    }

    private static CliCommand Abort()
    {
        var topics = new Argument<string[]>("topic") { Description = "The topics to look at", Arity = ArgumentArity.OneOrMore };
        var execute = new Option<bool>("--execute") { Description = "Do it; otherwise only show what would happen" };
        var command = new CliCommand(
            "abort", "Abort transactions that are open on a topic and that no coordinator knows of",
            "levada transaction abort orders", "levada transaction abort orders --execute") { topics, execute };
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) =>
                new TransactionOperations(session).AbortAsync(parsed.GetRequiredValue(topics), parsed.GetValue(execute), cancellationToken)));
        return command;
    }
}
