using System.Collections.Immutable;

namespace Levada.Databases;

/// <summary>All that is needed to reach a database.</summary>
/// <param name="Url">A JDBC URL, mapped to a provider and never executed.</param>
/// <param name="UserName">The account; null: as the URL says.</param>
/// <param name="Password">Never part of a message.</param>
public sealed record DatabaseRequest(string Url, string? UserName, string? Password)
{
    /// <summary>Pairs of <c>--connection-param-file</c>, taken as if they stood in the URL.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Parameters { get; init; } = [];

    public string? Driver { get; init; }

    public string? ConnectionManager { get; init; }

    /// <summary>The IANA name of the zone that time stamps with a zone are shown in, and that PostgreSQL sessions run in.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary><c>-- --schema S</c> and what else follows <c>--</c>.</summary>
    public ImmutableArray<string> ConnectorArguments { get; init; } = [];

    /// <summary>The JDBC name of the isolation level for metadata.</summary>
    public string MetadataIsolation { get; init; } = "TRANSACTION_READ_COMMITTED";

    /// <summary>The folder where other ADO.NET providers lie.</summary>
    public string? ProvidersFolder { get; init; }

    /// <summary>Lines for the log, such as an unknown property of the URL.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    // A record's own text would show the password.
    public override string ToString() => $"{Driver ?? "database"} as {UserName ?? "(no user)"}";
}
