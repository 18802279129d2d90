using System.Collections.Immutable;
using MySqlConnector;

namespace Levada.Databases.MySql;

/// <summary>How a MySQL or MariaDB server is reached and what its sessions are like.</summary>
/// <param name="Endpoints">Tried in order; the first that answers serves the whole run.</param>
/// <param name="Database">The database that unqualified names mean; null: none.</param>
/// <param name="UserName">The account; null: the name of the operating system's user.</param>
/// <param name="Password">Never part of a message.</param>
internal sealed record MySqlSettings(ImmutableArray<MySqlEndpoint> Endpoints, string? Database, string? UserName, string? Password)
{
    /// <summary>Preferred: TLS where the server offers it, unverified.</summary>
    public MySqlSslMode Tls { get; init; } = MySqlSslMode.Preferred;

    /// <summary>Certificates to trust, PEM; null: those of the system.</summary>
    public string? TrustedCertificatesFile { get; init; }

    /// <summary>The client's own certificate and key, PEM.</summary>
    public string? ClientCertificateFile { get; init; }

    public string? ClientKeyFile { get; init; }

    /// <summary><c>allowPublicKeyRetrieval</c>: whether the server may send the key that its password exchange without TLS needs.</summary>
    public bool IsPublicKeyRetrievalAllowed { get; init; }

    public bool IsCompressed { get; init; }

    /// <summary>Seconds to wait for a connection; 0: no bound.</summary>
    public int ConnectSeconds { get; init; } = 30;

    /// <summary><c>socketTimeout</c> in seconds: the longest silence of a statement; 0: no bound.</summary>
    public int CommandSeconds { get; init; }

    /// <summary><c>tinyInt1isBit</c>: whether TINYINT(1) is a boolean.</summary>
    public bool IsTinyInt1Boolean { get; init; } = true;

    public ZeroDates ZeroDates { get; init; }

    /// <summary><c>serverTimezone</c> or <c>connectionTimeZone</c>: the zone that sessions are put in; null: the server's choice stays.</summary>
    public string? TimeZone { get; init; }

    /// <summary><c>jdbcCompliantTruncation</c>: whether exports run in strict mode even where the server does not.</summary>
    public bool IsStrict { get; init; } = true;

    /// <summary><c>sessionVariables</c>: assignments such as <c>sql_mode='ANSI'</c>, run when a session begins.</summary>
    public ImmutableArray<string> SessionVariables { get; init; } = [];

    /// <summary>The JDBC name of the isolation level of sessions outside of snapshots.</summary>
    public string MetadataIsolation { get; init; } = "TRANSACTION_READ_COMMITTED";

    public Action<string> Warn { get; init; } = static _ => { };

    // A record's own text would show the password.
    public override string ToString() => $"MySQL at {string.Join(", ", Endpoints)}";
}
