using Levada.Databases.PostgreSql;
using Levada.Transfer;
using Levada.Transfer.Urls;

namespace Levada.Databases.Urls;

/// <summary>The settings that a JDBC URL of PostgreSQL asks for.</summary>
/// <remarks>Source: the PostgreSQL JDBC driver's manual, "Initializing the Driver".</remarks>
internal static class PostgreSqlUrl
{
    // The longest that the provider takes.
    private const int ConnectSecondsMax = 1024;

    // The JDBC driver's ten seconds end when the server has accepted; ours last until it has let us in.
    private const int ConnectSecondsDefault = 60;

    // What changes nothing in a transfer, or what is always so here.
    private static readonly string[] Harmless =
    [
        "adaptiveFetch", "adaptiveFetchMaximum", "adaptiveFetchMinimum", "allowEncodingChanges", "assumeMinServerVersion", "autosave", "binaryTransfer",
        "binaryTransferDisable", "binaryTransferEnable", "cancelSignalTimeout", "channelBinding", "charSet", "cleanupSavepoints", "compatible",
        "databaseMetadataCacheFields", "databaseMetadataCacheFieldsMiB", "defaultRowFetchSize", "disableColumnSanitiser", "escapeSyntaxCallMode",
        "gssEncMode", "gsslib", "gssResponseTimeout", "groupStartupParameters", "hideUnprivilegedObjects", "hostRecheckSeconds", "jaasApplicationName",
        "jaasLogin", "loadBalanceHosts", "logServerErrorDetail", "logUnclosedConnections", "loggerFile", "loggerLevel", "logLevel", "maxResultBuffer",
        "preferQueryMode", "prepareThreshold", "preparedStatementCacheQueries", "preparedStatementCacheSizeMiB", "protocolVersion",
        "quoteReturningIdentifiers", "readOnly", "readOnlyMode", "receiveBufferSize", "reWriteBatchedInserts", "sendBufferSize", "sslfactoryarg",
        "sslNegotiation", "sslResponseTimeout", "stringtype", "tcpNoDelay", "unknownLength", "xmlFactoryFactory",
    ];

    public static PostgreSqlSettings SettingsOf(JdbcUrl url, DatabaseRequest request)
    {
        var reader = new UrlPropertyReader(url.Properties.Add(request.Parameters), request.Warn);
        var userName = request.UserName ?? url.UserName ?? reader.Text("user");
        var database = url.Database.Length > 0 ? url.Database : userName ?? Environment.UserName;
        var settings = new PostgreSqlSettings(
            url.Hosts.IsEmpty ? [new PostgreSqlHost("localhost")] : [.. url.Hosts.Select(host => new PostgreSqlHost(host.Name, host.Port ?? PostgreSqlHost.PortDefault))],
            database)
        {
            UserName = userName,
            Password = request.Password ?? url.Password ?? reader.Text("password"),
            TlsMode = TlsModeOf(reader),
            RootCertificateFile = reader.Text("sslrootcert"),
            CertificateFile = reader.Text("sslcert"),
            KeyFile = reader.Text("sslkey"),
            KeyPassword = reader.Text("sslpassword"),
            Role = RoleOf(reader.Text("targetServerType")),
            CurrentSchema = SearchPathOf(reader.Text("currentSchema"), request),
            ApplicationName = reader.Text("ApplicationName") ?? "sqoop",
            ConnectTimeoutSeconds = ConnectSeconds(reader),
            SocketTimeoutSeconds = (int)(reader.Seconds("socketTimeout")?.TotalSeconds ?? 0),
            IsTcpKeepAlive = reader.Flag("tcpKeepAlive") ?? false,
            Options = reader.Text("options"),
            TimeZone = request.TimeZone,
            MetadataIsolation = request.MetadataIsolation,
        };
        reader.Accept(["user", "password", .. Harmless]);
        reader.WarnOfOthers();
        return settings;
    }

    // The command line's schema counts before the URL's; it is one name, and means itself.
    private static string? SearchPathOf(string? currentSchema, DatabaseRequest request) =>
        ConnectorArguments.ValueOf(request.ConnectorArguments, ConnectorArguments.Schema) is { } schema
            ? $"\"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : currentSchema;

    // Without sslmode, ssl=true means a verified server, unless the factory is the one that verifies nothing.
    private static PostgreSqlTlsMode TlsModeOf(UrlPropertyReader reader)
    {
        var isAsked = reader.Flag("ssl") ?? false;
        var isUnverified = reader.Text("sslfactory")?.EndsWith(".NonValidatingFactory", StringComparison.Ordinal) ?? false;
        return reader.Text("sslmode")?.ToLowerInvariant() switch
        {
            null or "" => !isAsked ? PostgreSqlTlsMode.Prefer : isUnverified ? PostgreSqlTlsMode.Require : PostgreSqlTlsMode.VerifyFull,
            "disable" => PostgreSqlTlsMode.Disable,
            "allow" => PostgreSqlTlsMode.Allow,
            "prefer" => PostgreSqlTlsMode.Prefer,
            "require" => PostgreSqlTlsMode.Require,
            "verify-ca" => PostgreSqlTlsMode.VerifyCa,
            "verify-full" => PostgreSqlTlsMode.VerifyFull,
            _ => throw new TransferException("The connection property sslmode takes disable, allow, prefer, require, verify-ca or verify-full."),
        };
    }

    private static PostgreSqlServerRole RoleOf(string? name) => name?.ToLowerInvariant() switch
    {
        null or "" or "any" => PostgreSqlServerRole.Any,
        "primary" or "master" => PostgreSqlServerRole.Primary,
        "secondary" or "slave" => PostgreSqlServerRole.Secondary,
        "prefersecondary" or "preferslave" => PostgreSqlServerRole.PreferSecondary,
        "preferprimary" => PostgreSqlServerRole.PreferPrimary,
        _ => throw new TransferException("The connection property targetServerType takes any, primary, secondary, preferSecondary or preferPrimary."),
    };

    private static int ConnectSeconds(UrlPropertyReader reader)
    {
        var connect = reader.Seconds("connectTimeout");
        var login = reader.Seconds("loginTimeout");
        var wanted = connect ?? (login == TimeSpan.Zero ? null : login) ?? TimeSpan.FromSeconds(ConnectSecondsDefault);
        return (int)Math.Min(wanted.TotalSeconds, ConnectSecondsMax);
    }
}
