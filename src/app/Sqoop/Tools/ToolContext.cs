using Levada.Databases;
using Levada.Sqoop.Connections;
using Levada.Sqoop.Output;
using Levada.Sqoop.Passwords;
using Levada.Transfer.Options;
using Levada.TransferEngine;

namespace Levada.Sqoop.Tools;

/// <summary>What a tool works with.</summary>
internal sealed record ToolContext(TransferOptions Options, Surroundings Surroundings)
{
    public LogWriter Log => Surroundings.Log;

    public TextWriter Output => Surroundings.Output;

    /// <summary>The name of the saved job that runs; null: none.</summary>
    public string? JobName { get; init; }

    /// <summary>Told by a transfer how it ended, before the tool ends: a saved job keeps the next last value.</summary>
    public Action<TransferResult> Finished { get; init; } = static _ => { };

    /// <summary>The IANA name of the zone in which times are shown.</summary>
    public string TimeZone => TimeZoneChoice.Choose(Options.Properties, Surroundings.Variable, Surroundings.SystemTimeZone);

    /// <summary>The database of the options; fetches the password, connects to nothing yet.</summary>
    public IDatabase OpenDatabase() => DatabaseFactory.Open(
        new DatabaseRequest(Options.Connect.Url!, Options.Connect.UserName, new PasswordSource(Surroundings).Fetch(Options))
        {
            Parameters = Options.Connect.Parameters,
            Driver = Options.Connect.Driver,
            ConnectionManager = Options.Connect.ConnectionManager,
            TimeZone = TimeZone,
            ConnectorArguments = Options.ConnectorArguments,
            MetadataIsolation = Options.Connect.MetadataIsolation,
            ProvidersFolder = Surroundings.Variable("LEVADA_PROVIDERS") ?? Path.Combine(AppContext.BaseDirectory, "providers"),
            Warn = Log.Warn,
        });
}
