using System.Collections.Immutable;

namespace Levada.Databases.PostgreSql;

/// <summary>All that a connection to PostgreSQL needs to know; what a JDBC URL and the command line say comes in here.</summary>
/// <param name="Hosts">Servers in the order in which they are tried; the first that answers serves all sessions.</param>
/// <param name="Database">The database.</param>
public sealed record PostgreSqlSettings(ImmutableArray<PostgreSqlHost> Hosts, string Database)
{
    /// <summary>The account; null: the system's user, as PostgreSQL's own tools do.</summary>
    public string? UserName { get; init; }

    /// <summary>Never part of a message.</summary>
    public string? Password { get; init; }

    public PostgreSqlTlsMode TlsMode { get; init; } = PostgreSqlTlsMode.Prefer;

    /// <summary><c>sslrootcert</c>: a PEM file of authorities.</summary>
    public string? RootCertificateFile { get; init; }

    /// <summary><c>sslcert</c>: the client's certificate, PEM or DER.</summary>
    public string? CertificateFile { get; init; }

    /// <summary><c>sslkey</c>: the client's key as PKCS#8 in PEM or DER, or as PKCS#12 with its certificate.</summary>
    public string? KeyFile { get; init; }

    /// <summary><c>sslpassword</c>, of the key file; never part of a message.</summary>
    public string? KeyPassword { get; init; }

    public PostgreSqlServerRole Role { get; init; } = PostgreSqlServerRole.Any;

    /// <summary><c>currentSchema</c>: the search path as SQL writes it, several names parted by commas.</summary>
    public string? CurrentSchema { get; init; }

    public string ApplicationName { get; init; } = "sqoop";

    /// <summary>Seconds to wait until the server has let us in; 0: no limit.</summary>
    public int ConnectTimeoutSeconds { get; init; } = 60;

    /// <summary><c>socketTimeout</c>: seconds to wait for an answer; 0: no limit.</summary>
    public int SocketTimeoutSeconds { get; init; }

    public bool IsTcpKeepAlive { get; init; }

    /// <summary><c>options</c>: switches for the server, such as <c>-c statement_timeout=5min</c>.</summary>
    public string? Options { get; init; }

    /// <summary>The zone of the sessions: an IANA name, or <c>GMT+02:00</c> where plus means east.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>JDBC's name of the isolation level of sessions without a snapshot.</summary>
    public string MetadataIsolation { get; init; } = "TRANSACTION_READ_COMMITTED";

    // A record's own text would show the passwords.
    public override string ToString() =>
        $"PostgreSQL {string.Join(",", Hosts.Select(host => $"{host.Name}:{host.Port}"))}/{Database} as {UserName ?? "(no user)"}";
}
