using Levada.Transfer;
using MySqlConnector;

namespace Levada.Databases.MySql;

/// <summary>Opens connections and gives each session what all of them need. Safe for several threads at once.</summary>
internal sealed class MySqlOpener(MySqlSettings settings)
{
    // The server gives up on a client that does not take its rows for this long; a throttled or waiting task is no dead client.
    private const int SilenceSeconds = 600;
    // The session that moves staged rows waits for as long as the tasks write.
    private const int IdleSeconds = 7 * 86_400;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private MySqlEndpoint? _endpoint;
    private string? _sqlMode;

    public MySqlSettings Settings => settings;

    /// <summary>Opens a connection.</summary>
    /// <param name="mayLoadLocal">Whether the driver answers LOAD DATA LOCAL; only of streams that this process names, never of files.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public MySqlConnection Open(bool mayLoadLocal, CancellationToken cancellationToken)
    {
        var (endpoint, sqlMode) = Known();
        if (endpoint is not null)
            return Open(endpoint, mayLoadLocal, sqlMode, cancellationToken);
        for (var i = 0; ; i++)
        {
            try
            {
                return Open(settings.Endpoints[i], mayLoadLocal, sqlMode, cancellationToken);
            }
            catch (TransferException failure) when (i + 1 < settings.Endpoints.Length && failure.InnerException is MySqlException { SqlState: null })
            {
                settings.Warn($"{failure.Message} Trying {settings.Endpoints[i + 1]}.");
            }
        }
    }

    /// <summary>Says to the log what concerns all sessions alike, the first time that one of them finds it.</summary>
    public void WarnOnce(string line)
    {
        lock (_lock)
            if (!_told.Add(line))
                return;
        settings.Warn(line);
    }

    private (MySqlEndpoint? Endpoint, string? SqlMode) Known()
    {
        lock (_lock)
            return (_endpoint, _sqlMode);
    }

    private MySqlConnection Open(MySqlEndpoint endpoint, bool mayLoadLocal, string? sqlMode, CancellationToken cancellationToken)
    {
        var connection = Connect(endpoint, mayLoadLocal, sqlMode, cancellationToken);
        try
        {
            var actual = Begin(connection);
            lock (_lock)
                (_endpoint, _sqlMode) = (endpoint, actual);
            if (HasBackslashes(actual) == HasBackslashes(sqlMode))
                return connection;
            // The driver must know how the server reads string literals, which the server tells only now.
            connection.Dispose();
            connection = Connect(endpoint, mayLoadLocal, actual, cancellationToken);
            Begin(connection);
            return connection;
        }
        catch (Exception e)
        {
            connection.Dispose();
            if (e is MySqlException failure)
                throw MySqlFailure.Of($"Cannot begin a session at {endpoint}: ", failure);
            throw;
        }
    }

    private MySqlConnection Connect(MySqlEndpoint endpoint, bool mayLoadLocal, string? sqlMode, CancellationToken cancellationToken)
    {
        var connection = new MySqlConnection(ConnectionString(endpoint, mayLoadLocal, sqlMode));
        try
        {
            connection.OpenAsync(cancellationToken).GetAwaiter().GetResult();
            return connection;
        }
        catch (MySqlException failure)
        {
            connection.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw MySqlFailure.Of($"Cannot connect to {endpoint}: ", failure);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private string ConnectionString(MySqlEndpoint endpoint, bool mayLoadLocal, string? sqlMode) => new MySqlConnectionStringBuilder
    {
        Server = endpoint.Host,
        Port = (uint)endpoint.Port,
        Database = settings.Database ?? "",
        UserID = settings.UserName ?? Environment.UserName,
        Password = settings.Password ?? "",
        SslMode = settings.Tls,
        SslCa = settings.TrustedCertificatesFile ?? "",
        SslCert = settings.ClientCertificateFile ?? "",
        SslKey = settings.ClientKeyFile ?? "",
        AllowPublicKeyRetrieval = settings.IsPublicKeyRetrievalAllowed,
        UseCompression = settings.IsCompressed,
        ConnectionTimeout = (uint)settings.ConnectSeconds,
        DefaultCommandTimeout = (uint)settings.CommandSeconds,
        CancellationTimeout = 5,
        Pooling = false,
        PersistSecurityInfo = false,
        AllowUserVariables = true,
        AllowLoadLocalInfile = mayLoadLocal,
        AllowZeroDateTime = true,
        TreatTinyAsBoolean = settings.IsTinyInt1Boolean,
        GuidFormat = MySqlGuidFormat.None,
        NoBackslashEscapes = !HasBackslashes(sqlMode),
        ApplicationName = "sqoop",
    }.ConnectionString;

    private static bool HasBackslashes(string? sqlMode) => sqlMode?.Contains("NO_BACKSLASH_ESCAPES", StringComparison.OrdinalIgnoreCase) != true;

    /// <summary>Sets what every session needs and answers its sql_mode.</summary>
    private string Begin(MySqlConnection connection)
    {
        Execute(connection, string.Join(", ", Assignments()));
        if (settings.TimeZone is not null)
            SetTimeZone(connection, settings.TimeZone);
        Execute(connection, $"TRANSACTION ISOLATION LEVEL {IsolationOf(settings.MetadataIsolation)}");
        using var question = new MySqlCommand("SELECT @@sql_mode", connection);
        return (string)question.ExecuteScalar()!;
    }

    private IEnumerable<string> Assignments() =>
    [
        $"net_write_timeout=GREATEST(@@net_write_timeout, {SilenceSeconds})",
        $"net_read_timeout=GREATEST(@@net_read_timeout, {SilenceSeconds})",
        $"wait_timeout=GREATEST(@@wait_timeout, {IdleSeconds})",
        .. settings.SessionVariables,
    ];

    private static void SetTimeZone(MySqlConnection connection, string zone)
    {
        try
        {
            Execute(connection, $"time_zone='{MySqlTimeZone.NameOf(zone).Replace("'", "''", StringComparison.Ordinal)}'");
        }
        catch (MySqlException failure) when (failure.Number == MySqlFailure.UnknownTimeZone)
        {
            throw new TransferException(
                $"The server does not know the time zone {zone}: load its time zone tables (mysql_tzinfo_to_sql), "
                + "or name an offset such as GMT+02:00.",
                failure);
        }
    }

    private static string IsolationOf(string name) => name switch
    {
        "TRANSACTION_READ_UNCOMMITTED" => "READ UNCOMMITTED",
        "TRANSACTION_READ_COMMITTED" => "READ COMMITTED",
        "TRANSACTION_REPEATABLE_READ" => "REPEATABLE READ",
        "TRANSACTION_SERIALIZABLE" => "SERIALIZABLE",
        _ => throw new TransferException($"MySQL has no isolation level {name}."),
    };

    private static void Execute(MySqlConnection connection, string setting)
    {
        using var command = new MySqlCommand($"SET SESSION {setting}", connection);
        command.ExecuteNonQuery();
    }
}
