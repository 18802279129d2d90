using System.CommandLine;
using System.Text;
using Levada.Client.Producing;
using Levada.Operations;
using Levada.Records;
using Levada.Text;

namespace Levada.Cli;

/// <summary><c>levada produce</c>.</summary>
internal static class ProduceCommand
{
    private static readonly Argument<string> Topic = new("topic") { Description = "The topic to produce to" };
    private static readonly Argument<string[]> Files = new("file") { Description = "Files to read [default: standard input]", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string> KeyDelimiter = new("--key-delimiter", "-K") { Description = @"What stands between key and value, e.g. : or \t", HelpName = "text" };
    private static readonly Option<string> Key = new("--key", "-k") { Description = "The key of every record", HelpName = "text" };
    private static readonly Option<string> Delimiter = new("--delimiter", "-D") { Description = @"What ends a record [default: \n]", HelpName = "text" };
    private static readonly Option<bool> WholeFiles = new("--whole") { Description = "Each file (or all of standard input) is one record" };
    private static readonly Option<string[]> Headers = new("--header", "-H") { Description = "A header of every record; may be repeated", HelpName = "name=value" };
    private static readonly Option<int?> Partition = new("--partition", "-p") { Description = "The partition [default: by key, or spread]", HelpName = "n" };
    private static readonly Option<string> Timestamp = new("--timestamp") { Description = "The time of every record, in milliseconds or ISO 8601 [default: now]", HelpName = "time" };
    private static readonly Option<bool> EmptyIsNull = new("--null", "-Z") { Description = "Empty keys and values are null" };
    private static readonly Option<bool> Json = new("--json") { Description = "Lines are JSON records as `consume --output json` prints them" };
    private static readonly Option<string> Codec = CodecNames.CodecOption();
    private static readonly Option<string> Acks = CodecNames.AcksOption();
    private static readonly Option<int> Linger = new("--linger") { Description = "How long records wait to share a batch, in ms", DefaultValueFactory = _ => 5, HelpName = "ms" };
    private static readonly Option<bool> Idempotent = new("--idempotent") { Description = "Retries duplicate nothing" };

    public static Command Build()
    {
        var command = new CliCommand(
            "produce", "Produce records from lines, files or JSON",
            "echo hello | levada produce greetings",
            @"levada produce orders orders.csv -K , -z zstd",
            "levada produce images --whole *.png",
            "levada consume orders -o beginning -e --output json | levada produce copy --json")
        {
            Topic, Files, KeyDelimiter, Key, Delimiter, WholeFiles, Headers, Partition, Timestamp, EmptyIsNull, Json, Codec, Acks, Linger, Idempotent,
        };
        command.SetAction(parsed => CommandRunner.RunAsync(
            parsed, (session, cancellationToken) =>
                new ProduceOperation(session, Options(parsed, session.Time)).RunAsync(Console.OpenStandardInput, cancellationToken)));
        return command;
    }

    private static ProduceOptions Options(ParseResult parsed, TimeProvider time)
    {
        var isWhole = parsed.GetValue(WholeFiles);
        var headers = NameValue.ParseAll(parsed.GetValue(Headers) ?? []);
        if (isWhole && parsed.GetValue(Json)) throw new UsageException("--whole and --json exclude each other");
        if (parsed.GetValue(KeyDelimiter) is "") throw new UsageException("the key delimiter is empty");
        return new ProduceOptions(
            parsed.GetRequiredValue(Topic),
            parsed.GetValue(Files) ?? [],
            isWhole ? null : NonEmpty(Escapes.Resolve(parsed.GetValue(Delimiter) ?? @"\n")),
            parsed.GetValue(KeyDelimiter) is { } delimiter ? Escapes.Resolve(delimiter) : null,
            parsed.GetValue(Key) is { } key ? Encoding.UTF8.GetBytes(key) : null,
            [.. headers.Select(header => new RecordHeader(header.Key, Encoding.UTF8.GetBytes(header.Value)))],
            parsed.GetValue(EmptyIsNull),
            parsed.GetValue(Json),
            parsed.GetValue(Partition) ?? -1,
            parsed.GetValue(Timestamp) is { } timestamp ? OffsetSyntax.ParseTime(timestamp, time.GetUtcNow()) : -1,
            Producer(parsed));
    }

    private static ProducerOptions Producer(ParseResult parsed)
    {
        var acks = CodecNames.ParseAcks(parsed.GetValue(Acks));
        var isIdempotent = parsed.GetValue(Idempotent);
        if (isIdempotent && acks != -1) throw new UsageException("--idempotent needs --acks all");
        return new ProducerOptions
        {
            Acks = acks,
            Codec = CodecNames.Parse(parsed.GetValue(Codec)),
            LingerMs = parsed.GetValue(Linger),
            IsIdempotent = isIdempotent,
        };
    }

    private static byte[] NonEmpty(byte[] delimiter) => delimiter.Length > 0 ? delimiter : throw new UsageException("the delimiter is empty");
}
