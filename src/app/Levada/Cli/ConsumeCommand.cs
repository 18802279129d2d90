using System.CommandLine;
using System.Text;
using Levada.Client.Admin;
using Levada.Client.Consuming;
using Levada.Operations;
using Levada.Output;
using Levada.Text;

namespace Levada.Cli;

/// <summary><c>levada consume</c>.</summary>
internal static class ConsumeCommand
{
    private static readonly Argument<string[]> Topics = new("topic") { Description = "Topics, or topics with partitions as topic:0,1,4-6", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string[]> Offset = new("--offset", "-o") { Description = $"Where to begin: {OffsetSyntax.Forms} [default: end; in a group: stored]", HelpName = "offset" };
    private static readonly Option<string> Format = new("--format", "-f") { Description = $"How a record is printed: {RecordFormat.Letters} [default: %v\\n]", HelpName = "format" };
    private static readonly Option<string> KeyDelimiter = new("--key-delimiter", "-K") { Description = "Print key, this text, value", HelpName = "text" };
    private static readonly Option<string> NullText = new("--null", "-Z") { Description = "What stands for null keys and values [default: nothing]", HelpName = "text" };
    private static readonly Option<long?> Count = new("--count", "-c") { Description = "End after so many records", HelpName = "n" };
    private static readonly Option<bool> ExitAtEnd = new("--exit", "-e") { Description = "End where the partitions end now" };
    private static readonly Option<string> Group = new("--group", "-g") { Description = "Join this group and commit", HelpName = "id" };
    private static readonly Option<string> Instance = new("--instance") { Description = "Be a static member of the group under this id", HelpName = "id" };
    private static readonly Option<bool> NoCommit = new("--no-commit") { Description = "Commit nothing for the group" };
    private static readonly Option<bool> Uncommitted = new("--uncommitted") { Description = "Show records of open and aborted transactions too" };

    public static Command Build()
    {
        var command = new CliCommand(
            "consume", "Consume records as text or JSON",
            "levada consume orders",
            "levada consume orders -o beginning -e",
            @"levada consume orders -o -10 -f '%t/%p@%o %k = %v\n'",
            "levada consume orders -o s@2026-01-31T00:00:00Z -o e@2026-02-01T00:00:00Z --output json",
            "levada consume orders payments --group audit")
        {
            Topics, Offset, Format, KeyDelimiter, NullText, Count, ExitAtEnd, Group, Instance, NoCommit, Uncommitted,
        };
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) => new ConsumeOperation(session, Options(parsed, session)).RunAsync(cancellationToken)));
        return command;
    }

    private static ConsumeOptions Options(ParseResult parsed, Session session)
    {
        var range = OffsetSyntax.ParseRange(parsed.GetValue(Offset) ?? [], session.Time.GetUtcNow());
        var group = parsed.GetValue(Group);
        if (group is null && range.Start is { Kind: OffsetKind.Stored }) throw new UsageException("'stored' needs --group");
        if (group is null && parsed.GetValue(Instance) is not null) throw new UsageException("--instance needs --group");
        if (group is null && parsed.GetValue(NoCommit)) throw new UsageException("--no-commit needs --group: nothing is committed without one");
        if (parsed.GetValue(Count) < 0) throw new UsageException("--count is at least 0");
        return new ConsumeOptions(
            parsed.GetRequiredValue(Topics),
            range,
            group,
            parsed.GetValue(Instance),
            parsed.GetValue(Count),
            parsed.GetValue(ExitAtEnd),
            FormatOf(parsed, session.Screen.Format),
            Encoding.UTF8.GetBytes(parsed.GetValue(NullText) ?? ""),
            !parsed.GetValue(NoCommit),
            new FetchOptions { IsCommittedOnly = !parsed.GetValue(Uncommitted), OutOfRangeTarget = OffsetTarget.Earliest });
    }

    private static RecordFormat? FormatOf(ParseResult parsed, OutputFormat output)
    {
        var format = parsed.GetValue(Format);
        var delimiter = parsed.GetValue(KeyDelimiter);
        if (format is not null && delimiter is not null) throw new UsageException("--format and --key-delimiter exclude each other");
        if (output == OutputFormat.Json)
            return format is null && delimiter is null ? null : throw new UsageException("--output json has its own form; leave --format and --key-delimiter out");
        if (delimiter is not null) return RecordFormat.Parse($"%k{delimiter.Replace("%", "%%", StringComparison.Ordinal)}%v\\n");
        return RecordFormat.Parse(format ?? @"%v\n");
    }
}
