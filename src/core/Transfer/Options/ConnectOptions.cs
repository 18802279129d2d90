using System.Collections.Immutable;

namespace Levada.Transfer.Options;

/// <summary>Where the database is and who asks. The password itself is not here: it is fetched when a connection is made.</summary>
public sealed record ConnectOptions
{
    /// <summary><c>--connect</c>, a JDBC URL.</summary>
    public string? Url { get; init; }

    public string? UserName { get; init; }

    /// <summary><c>--password</c>; never shown, logged or stored unasked.</summary>
    public string? Password { get; init; }

    /// <summary><c>-P</c>.</summary>
    public bool IsPasswordAsked { get; init; }

    public string? PasswordFile { get; init; }

    public string? PasswordAlias { get; init; }

    public string? Driver { get; init; }

    public string? ConnectionManager { get; init; }

    /// <summary>The pairs of <c>--connection-param-file</c>.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Parameters { get; init; } = [];

    public string? ParameterFile { get; init; }

    /// <summary><c>--relaxed-isolation</c>: read uncommitted, no snapshot.</summary>
    public bool IsIsolationRelaxed { get; init; }

    /// <summary><c>--no-snapshot</c>: each task reads by itself.</summary>
    public bool IsSnapshotOff { get; init; }

    /// <summary>JDBC's name, e.g. <c>TRANSACTION_READ_COMMITTED</c>.</summary>
    public string MetadataIsolation { get; init; } = "TRANSACTION_READ_COMMITTED";

    // A record's own text would show the password.
    public override string ToString() => $"connection as {UserName ?? "(no user)"}";
}
