using System.Globalization;
using System.Text.RegularExpressions;
using Levada.Transfer;
using Npgsql;

namespace Levada.Databases.PostgreSql;

/// <summary>Opens connections that are set up alike, all to one server of the list.</summary>
/// <remarks>Safe for several threads at once.</remarks>
internal sealed partial class PostgreSqlConnector(PostgreSqlSettings settings) : IDisposable
{
    // Larger than the driver's own: a COPY moves hundreds of megabytes a second.
    private const int BufferBytes = 128 << 10;

    // The driver's own bound.
    private const int ConnectTimeoutSecondsMax = 1024;

    private const string SetUpText = """
        SELECT pg_backend_pid(), (
            SELECT COUNT(set_config(s.name, w.value, false))
            FROM (VALUES
                ('TimeZone', $1), ('search_path', $2), ('default_transaction_isolation', $3),
                ('DateStyle', 'ISO, YMD'), ('IntervalStyle', 'postgres'), ('bytea_output', 'hex'), ('extra_float_digits', '3'),
                ('standard_conforming_strings', 'on'), ('idle_in_transaction_session_timeout', '0')) AS w(name, value)
            JOIN pg_catalog.pg_settings s ON s.name = w.name
            WHERE w.value IS NOT NULL)
        """;

    private readonly Lock _gate = new();
    private NpgsqlDataSource? _chosen;

    /// <summary>Opens a connection and answers it with the number of its server process.</summary>
    public (NpgsqlConnection Connection, int ProcessId) Open(CancellationToken cancellationToken)
    {
        NpgsqlDataSource? chosen;
        lock (_gate)
        {
            chosen = _chosen;
            if (chosen is null)
                return OpenFirst(cancellationToken);
        }
        return Open(chosen, cancellationToken);
    }

    /// <summary>Asks the server to end what another connection's process runs.</summary>
    public void CancelProcess(int processId)
    {
        var (connection, _) = Open(CancellationToken.None);
        using (connection)
        using (var command = new NpgsqlCommand("SELECT pg_cancel_backend($1)", connection))
        {
            command.Parameters.Add(new() { Value = processId });
            command.ExecuteNonQuery();
        }
    }

    public void Dispose() => _chosen?.Dispose();

    // PostgreSQL reads the sign of such names as POSIX does, with plus to the west; Java and people mean east.
    private string ServerTimeZone => OffsetZone().Match(settings.TimeZone) is { Success: true } match
        ? $"GMT{(match.Groups[1].Value == "+" ? "-" : "+")}{match.Groups[2].Value}"
        : settings.TimeZone;

    private string? Isolation => settings.MetadataIsolation switch
    {
        "TRANSACTION_READ_UNCOMMITTED" => "read uncommitted",
        "TRANSACTION_READ_COMMITTED" => "read committed",
        "TRANSACTION_REPEATABLE_READ" => "repeatable read",
        "TRANSACTION_SERIALIZABLE" => "serializable",
        _ => null,
    };

    private (NpgsqlConnection Connection, int ProcessId) OpenFirst(CancellationToken cancellationToken)
    {
        Exception? failure = null;
        foreach (var isStrict in settings.Role is PostgreSqlServerRole.PreferPrimary or PostgreSqlServerRole.PreferSecondary ? [true, false] : new[] { true })
        {
            foreach (var host in settings.Hosts)
            {
                var source = CreateSource(host);
                try
                {
                    var opened = Open(source, cancellationToken);
                    if (HasRole(opened.Connection, isStrict))
                    {
                        _chosen = source;
                        return opened;
                    }
                    opened.Connection.Dispose();
                }
                catch (TransferException e) when (e.InnerException is { } cause && PostgreSqlErrors.IsOfHost(cause))
                {
                    failure = e;
                }
                source.Dispose();
            }
        }
        throw failure ?? new TransferException($"None of the servers is a {settings.Role} one ({settings}).");
    }

    private bool HasRole(NpgsqlConnection connection, bool isStrict)
    {
        if (settings.Role == PostgreSqlServerRole.Any || !isStrict)
            return true;
        using var command = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
        var isSecondary = (bool)command.ExecuteScalar()!;
        return isSecondary == settings.Role is PostgreSqlServerRole.Secondary or PostgreSqlServerRole.PreferSecondary;
    }

    private (NpgsqlConnection Connection, int ProcessId) Open(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = source.OpenConnectionAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
            CheckServer(connection);
            var processId = SetUp(connection, cancellationToken);
            var opened = connection;
            connection = null;
            return (opened, processId);
        }
        catch (Exception e) when (PostgreSqlErrors.IsForeign(e))
        {
            throw PostgreSqlErrors.Translate(e, cancellationToken.IsCancellationRequested);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private static void CheckServer(NpgsqlConnection connection)
    {
        var parameters = connection.PostgresParameters;
        if (parameters.GetValueOrDefault("server_encoding") == "SQL_ASCII")
            throw new TransferException(
                $"The database {connection.Database} has the encoding SQL_ASCII, so that nobody knows what its texts mean. "
                + "Copy it into a database with a real encoding, such as UTF8.");
        if (parameters.GetValueOrDefault("integer_datetimes", "on") == "off")
            throw new TransferException("The server keeps times as floating point numbers, which is not supported.");
    }

    private int SetUp(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(SetUpText, connection);
        foreach (var value in new[] { ServerTimeZone, settings.CurrentSchema, Isolation })
            command.Parameters.Add(new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return Convert.ToInt32(command.ExecuteScalarAsync(cancellationToken).GetAwaiter().GetResult(), CultureInfo.InvariantCulture);
    }

    private NpgsqlDataSource CreateSource(PostgreSqlHost host)
    {
        var text = new NpgsqlConnectionStringBuilder
        {
            Host = host.Name,
            Port = host.Port,
            Database = settings.Database,
            Username = settings.UserName,
            Password = settings.Password,
            ApplicationName = settings.ApplicationName,
            Options = settings.Options,
            Timeout = Math.Clamp(settings.ConnectTimeoutSeconds, 0, ConnectTimeoutSecondsMax),
            CommandTimeout = Math.Max(0, settings.SocketTimeoutSeconds),
            TcpKeepAlive = settings.IsTcpKeepAlive,
            Pooling = false,
            Multiplexing = false,
            Enlist = false,
            GssEncryptionMode = GssEncryptionMode.Disable,
            IncludeErrorDetail = true,
            ReadBufferSize = BufferBytes,
            WriteBufferSize = BufferBytes,
        };
        var builder = new NpgsqlDataSourceBuilder(text.ConnectionString);
        // Types are told apart by their numbers here, so that the driver need not read the catalog at each start.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        PostgreSqlTls.Apply(settings, builder);
        return builder.Build();
    }

    [GeneratedRegex(@"^GMT([+-])(\d{1,2}(?::?\d{2})?)$")]
    private static partial Regex OffsetZone();
}
