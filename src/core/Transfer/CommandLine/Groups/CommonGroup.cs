using System.Collections.Immutable;
using System.Globalization;
using Levada.Transfer.CommandLine.Arguments;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Options of every tool that connects to a database.</summary>
internal static class CommonGroup
{
    public const string HelpName = "help";
    public const string ParameterFileName = "connection-param-file";

    /// <summary>Names of JDBC's isolation levels by the numbers under which saved jobs keep them.</summary>
    private static readonly ImmutableSortedDictionary<int, string> IsolationLevels = ImmutableSortedDictionary.CreateRange(
    [
        KeyValuePair.Create(0, "TRANSACTION_NONE"),
        KeyValuePair.Create(1, "TRANSACTION_READ_UNCOMMITTED"),
        KeyValuePair.Create(2, "TRANSACTION_READ_COMMITTED"),
        KeyValuePair.Create(4, "TRANSACTION_REPEATABLE_READ"),
        KeyValuePair.Create(8, "TRANSACTION_SERIALIZABLE"),
    ]);

    public static OptionSpec Verbose { get; } = Option.Switch(
        "verbose", "verbose", "Log more of what is done", d => d.Root = d.Root with { IsVerbose = true }, d => d.Root.IsVerbose);

    public static OptionSpec Help { get; } = new(HelpName, null, "Show this text", static (_, _) => { });

    public static OptionSpec Prompt { get; } = new("P", null, "Ask for the password on the terminal", (d, _) =>
        d.Connect = Secrets.Clear(d.Connect) with { IsPasswordAsked = true }) { Short = "P", HasOnlyShort = true };

    public static OptionGroup Group { get; } = new("Common arguments", [.. Connection(), .. Credentials(), .. Rest()]);

    private static IEnumerable<OptionSpec> Connection() =>
    [
        Verbose,
        Help,
        Option.Value("temporary-rootdir", "rootdir", "temporary.dirRoot", "Where temporary directories go; default: beside the target",
            (d, v) => d.Import = d.Import with { TemporaryRootDir = v }, d => d.Import.TemporaryRootDir),
        Option.Other("throw-on-error", null, "sqoop.throwOnError", "Accepted: every error ends with exit code 1"),
        Option.Value("connect", "jdbc-uri", "db.connect.string", "The database as a JDBC URL",
            (d, v) => d.Connect = d.Connect with { Url = v }, d => d.Connect.Url),
        Option.Value("connection-manager", "class-name", "connection.manager", "The class name of a Sqoop connection manager: chooses the database kind",
            (d, v) => d.Connect = d.Connect with { ConnectionManager = v }, d => d.Connect.ConnectionManager),
        new(ParameterFileName, "properties-file", "A file of connection properties, key=value", (d, v) =>
            d.Connect = d.Connect with { ParameterFile = v }),
        Option.Value("driver", "class-name", "jdbc.driver.class", "The class name of a JDBC driver; without --connection-manager the database is then treated as unknown",
            (d, v) => d.Connect = d.Connect with { Driver = v }, d => d.Connect.Driver),
        Option.Other("skip-dist-cache", null, "skip.dist.cache", "Accepted; there is no distributed cache"),
    ];

    private static IEnumerable<OptionSpec> Credentials() =>
    [
        Option.Value("username", "username", "db.username", "The database account",
            (d, v) => d.Connect = d.Connect with { UserName = v }, d => d.Connect.UserName),
        // How a password is saved depends on the whole draft: see SavedJobs.
        new("password", "password", "The account's password; others can read it in the list of processes", (d, v) =>
            d.Connect = Secrets.Clear(d.Connect) with { Password = v }) { IsSecret = true },
        Prompt,
        new("password-file", "password-file", "A file that holds the password", (d, v) =>
            d.Connect = Secrets.Clear(d.Connect) with { PasswordFile = v }),
        new("password-alias", "password-alias", "The name of the password in a credential store", (d, v) =>
            d.Connect = Secrets.Clear(d.Connect) with { PasswordAlias = v }),
    ];

    private static IEnumerable<OptionSpec> Rest() =>
    [
        Option.Other("hadoop-mapred-home", "dir", null, "Accepted; no Hadoop is needed"),
        Option.Other("hadoop-home", "hdir", null, "Accepted; no Hadoop is needed"),
        Option.Switch("relaxed-isolation", "relaxed.isolation", "Read uncommitted rows, without a common snapshot",
            d => d.Connect = d.Connect with { IsIsolationRelaxed = true }, d => d.Connect.IsIsolationRelaxed),
        new("metadata-transaction-isolation-level", "isolationlevel", "JDBC's name of the isolation level for questions about tables", ApplyIsolation)
        {
            Stored = new("sqlconnection.metadata.transaction.isolation.level", SaveIsolation, RestoreIsolation),
        },
        Option.Other("oracle-escaping-disabled", "boolean", "sqoop.oracle.escaping.disabled", "Accepted; concerns Oracle only"),
        new("parquet-configurator-implementation", "name", "Accepted: hadoop, the only one", ApplyParquet)
        {
            Stored = new("parquet.configurator.implementation", static _ => "HADOOP", ApplyParquet),
        },
    ];

    private static void ApplyIsolation(OptionsDraft draft, string name)
    {
        if (!IsolationLevels.ContainsValue(name))
            throw new UsageException($"Only transaction isolation levels defined by java.sql.Connection are supported, not {name}: {string.Join(", ", IsolationLevels.Values)}");
        draft.Connect = draft.Connect with { MetadataIsolation = name };
    }

    private static string SaveIsolation(OptionsDraft draft) =>
        IsolationLevels.First(level => level.Value == draft.Connect.MetadataIsolation).Key.ToString(CultureInfo.InvariantCulture);

    private static void RestoreIsolation(OptionsDraft draft, string number)
    {
        if (IsolationLevels.TryGetValue(Option.ParseInt(Option.ParseNumber(number)), out var name))
            draft.Connect = draft.Connect with { MetadataIsolation = name };
    }

    private static void ApplyParquet(OptionsDraft draft, string name)
    {
        if (!name.Equals("hadoop", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"Invalid Parquet job configurator implementation is set: {name}. Supported values are: [HADOOP]");
    }
}
