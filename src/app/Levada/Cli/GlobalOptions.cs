using System.CommandLine;
using Levada.Client;
using Levada.Output;

namespace Levada.Cli;

/// <summary>Options of every command.</summary>
internal static class GlobalOptions
{
    private const string DefaultBootstrap = "127.0.0.1:9092";
    private const string BootstrapVariable = "LEVADA_BOOTSTRAP";

    public static Option<string> Bootstrap { get; } = new("--bootstrap", "-b")
    {
        Description = $"Brokers to ask first, as host:port,... [env: {BootstrapVariable}, default: {DefaultBootstrap}]",
        HelpName = "host:port,...",
        Recursive = true,
    };

    public static Option<string> Output { get; } = new("--output")
    {
        Description = "How results are printed [default: table]",
        HelpName = "table|json",
        Recursive = true,
    };

    /// <exception cref="UsageException">Not an output format.</exception>
    public static OutputFormat FormatOf(ParseResult parsed) => parsed.GetValue(Output) switch
    {
        null or "table" => OutputFormat.Table,
        "json" => OutputFormat.Json,
        var other => throw new UsageException($"'{other}' is no output format: table or json"),
    };

    /// <exception cref="UsageException">Not a list of addresses.</exception>
    public static ClientOptions ClientOptionsOf(ParseResult parsed)
    {
        var text = parsed.GetValue(Bootstrap) ?? Environment.GetEnvironmentVariable(BootstrapVariable) ?? DefaultBootstrap;
        return HostPort.TryParseList(text, out var addresses, out var malformed)
            ? new ClientOptions { Bootstrap = addresses }
            : throw new UsageException($"'{malformed}' is no broker address: write host:port, for example {DefaultBootstrap}");
    }
}
