using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Levada.Databases.MySql;
using Levada.Servers;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.MySql;

/// <summary>A database of the shared server, as the product opens it; the log lines it gave.</summary>
internal sealed class MySqlRun : IDisposable
{
    private readonly MariaDbServer _server;

    private MySqlRun(MariaDbServer server, string name, Func<MySqlSettings, MySqlSettings> change)
    {
        _server = server;
        Name = name;
        var settings = new MySqlSettings([new MySqlEndpoint(server.Host, server.Port)], name, server.User, server.Password) { Warn = Log.Enqueue };
        Database = new MySqlDatabase(change(settings));
    }

    public static MariaDbServer Server => MariaDbServer.Shared;

    public string Name { get; }

    public MySqlDatabase Database { get; }

    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Makes a database of its own with the tables of a script; skips the test where no server is installed.</summary>
    public static MySqlRun With(string fixtureSql, Func<MySqlSettings, MySqlSettings>? change = null)
    {
        Assert.SkipWhen(Server.SkipReason is not null, Server.SkipReason ?? "");
        return new MySqlRun(Server, Server.NewDatabase(fixtureSql), change ?? (settings => settings));
    }

    /// <summary>An empty database of the server that has TLS; skips the test where no server is installed.</summary>
    public static MySqlRun WithTls(Func<MySqlSettings, MySqlSettings> change)
    {
        Assert.SkipWhen(Server.SkipReason is not null, Server.SkipReason ?? "");
        return new MySqlRun(MariaDbServer.WithTls, MariaDbServer.WithTls.NewDatabase(), change);
    }

    /// <summary>The same database by other settings.</summary>
    public MySqlRun As(Func<MySqlSettings, MySqlSettings> change) => new(_server, Name, change);

    public IDatabaseSession OpenSession() => Database.OpenSession(CancellationToken.None);

    /// <summary>What the server's own client says: rows of columns with tabs between.</summary>
    public string Ask(string sql) => _server.RunScript(Name, sql).TrimEnd('\n');

    /// <summary>The rows of a query, values in a plain form; a value that its column's kind cannot hold stands in angle brackets.</summary>
    public List<string> Read(string sql, RowSchema? schema = null)
    {
        using var session = OpenSession();
        return Read(session, sql, schema);
    }

    public static List<string> Read(IDatabaseSession session, string sql, RowSchema? schema = null)
    {
        using var reader = session.Read(new ReadRequest(sql, schema), CancellationToken.None);
        return Rows(reader);
    }

    public static List<string> Rows(IRowReader reader)
    {
        var rows = new List<string>();
        var batch = new RowBatch(reader.Schema);
        while (reader.Read(batch, CancellationToken.None))
            for (var row = 0; row < batch.RowCount; row++)
                rows.Add(string.Join('|', batch.Columns.Select(column => TextOf(column, row))));
        return rows;
    }

    public void Dispose() => Database.Dispose();

    private static string TextOf(ColumnVector column, int row)
    {
        if (column.IsNull(row))
            return "null";
        if (column.TryGetUntyped(row, out var text))
            return $"<{text}>";
        return column.Kind switch
        {
            ColumnKind.Boolean => column.Values<byte>()[row] == 0 ? "false" : "true",
            ColumnKind.Int32 => Invariant(column.Values<int>()[row]),
            ColumnKind.Int64 => Invariant(column.Values<long>()[row]),
            ColumnKind.Float32 => Invariant(column.Values<float>()[row]),
            ColumnKind.Float64 => Invariant(column.Values<double>()[row]),
            ColumnKind.Decimal => $"{column.Values<Int128>()[row]}e-{column.Scales[row]}",
            ColumnKind.Date => DateOf(column.Values<int>()[row]),
            ColumnKind.Time => TimeOf(column.Values<long>()[row]),
            ColumnKind.Timestamp => TimestampOf(column.Values<long>()[row]),
            ColumnKind.Text => Encoding.UTF8.GetString(column.GetBytes(row)),
            _ => Convert.ToHexString(column.GetBytes(row)),
        };
    }

    private static string Invariant(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string DateOf(int days) => DateTime.UnixEpoch.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string TimestampOf(long ticks) =>
        DateTime.UnixEpoch.AddTicks(ticks).ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private static string TimeOf(long ticks) => $"{ticks / TimeSpan.TicksPerHour}h{TimeSpan.FromTicks(ticks % TimeSpan.TicksPerHour):c}";
}
