namespace Levada.Start;

/// <summary>The command line of <c>levada start</c>, parsed by hand: the broker is to listen before a parser library is even loaded.</summary>
internal sealed class StartArguments
{
    public const string Help = """
        Description:
          Starts a broker and runs it until SIGTERM or Ctrl-C.

        Usage:
          levada start [server.properties] [--override name=value]...

        Arguments:
          <server.properties>         A Kafka properties file; without one the embedded defaults hold:
                                      127.0.0.1:9092, data in ./levada-data, topics created on first use.

        Options:
          -o, --override name=value   Sets one property over the file; may be repeated.
          -h, --help                  Shows this help.

        Examples:
          levada start
          levada start /etc/levada/server.properties
          levada start --override log.dirs=/var/lib/levada --override num.partitions=6

        """;

    private readonly List<KeyValuePair<string, string>> _overrides = [];
    private string? _propertiesFile;

    private StartArguments()
    {
    }

    public bool IsHelpWanted { get; private set; }
    public StartOptions Options => new(_propertiesFile, _overrides);

    /// <param name="arguments">What follows <c>start</c>.</param>
    /// <exception cref="UsageException">The command line makes no sense.</exception>
    public static StartArguments Parse(ReadOnlySpan<string> arguments)
    {
        var parsed = new StartArguments();
        for (var index = 0; index < arguments.Length; index++) parsed.Take(arguments, ref index);
        return parsed;
    }

    private void Take(ReadOnlySpan<string> arguments, ref int index)
    {
        const string Override = "--override";
        var argument = arguments[index];
        if (argument is "-h" or "--help" or "-?")
        {
            IsHelpWanted = true;
        }
        else if (argument is Override or "-o")
        {
            if (++index == arguments.Length) throw new UsageException($"{argument} needs name=value after it");
            AddOverride(arguments[index]);
        }
        else if (argument.StartsWith(Override + "=", StringComparison.Ordinal))
        {
            AddOverride(argument[(Override.Length + 1)..]);
        }
        else if (argument.StartsWith('-'))
        {
            throw new UsageException($"'{argument}' is not an option of start; see `levada start --help`");
        }
        else if (_propertiesFile is not null)
        {
            throw new UsageException($"start takes one properties file, and '{argument}' would be a second");
        }
        else
        {
            _propertiesFile = argument;
        }
    }

    private void AddOverride(string pair)
    {
        var equals = pair.IndexOf('=');
        if (equals <= 0) throw new UsageException($"'{pair}' is not name=value");
        _overrides.Add(KeyValuePair.Create(pair[..equals].Trim(), pair[(equals + 1)..].Trim()));
    }
}
