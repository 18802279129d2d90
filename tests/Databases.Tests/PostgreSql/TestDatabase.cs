using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Levada.Databases.PostgreSql;
using Levada.Servers;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Databases.Tests.PostgreSql;

/// <summary>A fresh schema or database on the test server with a session on it. Skips the test where there is no PostgreSQL.</summary>
internal sealed class TestDatabase : IDisposable
{
    // Asking for something until it is so, at least for three minutes: the server itself waits between looks.
    private const int AskCountMax = 20_000;
    private const string Pause = "SELECT pg_sleep(0.01)";

    private static readonly Lazy<string> EmptyDatabase = new(() => PostgreSqlServer.Shared.NewDatabase());

    private IDatabaseSession? _session;

    private static int _count;

    private TestDatabase(PostgreSqlSettings settings)
    {
        Settings = settings;
        Database = new(settings);
    }

    /// <summary>Counts the other connections of this test that do something.</summary>
    public string OthersAtWork => $"""
        SELECT count(*)::int FROM pg_stat_activity WHERE application_name = '{Settings.ApplicationName}' AND state <> 'idle' AND pid <> pg_backend_pid()
        """;

    /// <summary>Counts the connections of this test that wait for a lock.</summary>
    public string Waiting => $"""
        SELECT count(*)::int FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE application_name = '{Settings.ApplicationName}')
        """;

    public PostgreSqlSettings Settings { get; }

    public PostgreSqlDatabase Database { get; }

    public IDatabaseSession Session => _session ??= Database.OpenSession(CancellationToken.None);

    /// <summary>A schema of the test's own, in which names without a schema are.</summary>
    public static TestDatabase Create(string fixtureSql, Func<PostgreSqlSettings, PostgreSqlSettings>? change = null)
    {
        var schema = $"schema{Interlocked.Increment(ref _count)}";
        var database = OpenEmpty(settings => (change?.Invoke(settings) ?? settings) with { CurrentSchema = schema });
        database.Psql($"CREATE SCHEMA {schema}; {fixtureSql}");
        return database;
    }

    /// <summary>A database of the test's own, for what reaches beyond a schema.</summary>
    public static TestDatabase CreateDatabase(
        string? fixtureSql = null, Func<PostgreSqlSettings, PostgreSqlSettings>? change = null, string options = "") =>
        Open(() => PostgreSqlServer.Shared.NewDatabase(fixtureSql, options), change);

    /// <summary>The database that tests share which make nothing but temporary tables.</summary>
    public static TestDatabase OpenEmpty(Func<PostgreSqlSettings, PostgreSqlSettings>? change = null) => Open(() => EmptyDatabase.Value, change);

    private static TestDatabase Open(Func<string> create, Func<PostgreSqlSettings, PostgreSqlSettings>? change)
    {
        var server = PostgreSqlServer.Shared;
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? "");
        var settings = new PostgreSqlSettings([new(server.Host, server.Port)], create())
        {
            UserName = server.User,
            Password = server.Password,
            ApplicationName = $"test{Interlocked.Increment(ref _count)}",
        };
        return new(change?.Invoke(settings) ?? settings);
    }

    /// <summary>What psql prints for the statements.</summary>
    public string Psql(string sql) => PostgreSqlServer.Shared
        .RunSql(Settings.Database, Settings.CurrentSchema is { } schema ? $"SET search_path TO {schema}; {sql}" : sql)
        .TrimEnd('\n');

    /// <summary>All rows of a query, each value as text.</summary>
    public List<string?[]> Read(string sql, RowSchema? schema = null)
    {
        using var reader = Session.Read(new(sql, schema), CancellationToken.None);
        return ReadAll(reader);
    }

    /// <summary>The one value of a query.</summary>
    public string? ReadValue(string sql) => Assert.Single(Assert.Single(Read(sql)));

    public static List<string?[]> ReadAll(IRowReader reader)
    {
        var rows = new List<string?[]>();
        var batch = new RowBatch(reader.Schema);
        while (reader.Read(batch, CancellationToken.None))
            for (var row = 0; row < batch.RowCount; row++)
                rows.Add([.. batch.Columns.Select(column => Show(column, row))]);
        return rows;
    }

    /// <summary>A batch of the table's columns with the given values: text for texts and what does not fit, numbers for all else.</summary>
    public RowBatch Batch(string table, params ReadOnlySpan<object?[]> rows) =>
        Batch(Session.DescribeTable(new(table), CancellationToken.None), rows);

    public static RowBatch Batch(RowSchema schema, params ReadOnlySpan<object?[]> rows)
    {
        var batch = new RowBatch(schema) { SourceName = "part-m-00000" };
        foreach (var row in rows)
        {
            for (var ordinal = 0; ordinal < schema.Count; ordinal++)
                Append(batch.Columns[ordinal], row[ordinal]);
            batch.SetPosition(batch.RowCount - 1, batch.RowCount);
        }
        return batch;
    }

    /// <summary>Writes batches and completes.</summary>
    public void Write(WriteRequest request, params ReadOnlySpan<RowBatch> batches)
    {
        using var writer = Session.OpenWriter(request, CancellationToken.None);
        foreach (var batch in batches)
            writer.Write(batch, CancellationToken.None);
        writer.Complete(CancellationToken.None);
    }

    /// <summary>Asks psql until it answers as expected.</summary>
    public void WaitFor(string sql, string expected)
    {
        using var session = Database.OpenSession(CancellationToken.None);
        for (var count = 0; count < AskCountMax; count++)
        {
            if (count > 0)
                session.Execute(Pause, CancellationToken.None);
            using var reader = session.Read(new(sql), CancellationToken.None);
            if (ReadAll(reader) is [[{ } answer]] && answer == expected)
                return;
        }
        Assert.Fail($"It never came to {expected}: {sql}");
    }

    public void Dispose()
    {
        _session?.Dispose();
        Database.Dispose();
    }

    private static string? Show(ColumnVector column, int row)
    {
        if (column.IsNull(row))
            return null;
        if (column.TryGetUntyped(row, out var untyped))
            return $"untyped {untyped}";
        return column.Kind switch
        {
            ColumnKind.Boolean => column.Values<byte>()[row] != 0 ? "true" : "false",
            ColumnKind.Int32 => Number(column.Values<int>()[row]),
            ColumnKind.Int64 => Number(column.Values<long>()[row]),
            ColumnKind.Float32 => Number(column.Values<float>()[row]),
            ColumnKind.Float64 => Number(column.Values<double>()[row]),
            ColumnKind.Decimal => $"{column.Values<Int128>()[row]} / {column.Scales[row]}",
            ColumnKind.Date => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(column.Values<int>()[row]).ToString("yyyy-MM-dd"),
            ColumnKind.Time => TimeSpan.FromTicks(column.Values<long>()[row]).ToString("c"),
            ColumnKind.Timestamp => new DateTime(DateTime.UnixEpoch.Ticks + column.Values<long>()[row]).ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF"),
            ColumnKind.Text => Encoding.UTF8.GetString(column.GetBytes(row)),
            _ => Convert.ToHexStringLower(column.GetBytes(row)),
        };
    }

    private static string Number(IFormattable number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static void Append(ColumnVector column, object? value)
    {
        switch (value)
        {
            case null: column.AppendNull(); break;
            case bool truth: column.AppendBoolean(truth); break;
            case int number when column.Kind == ColumnKind.Decimal: column.AppendDecimal(number, 0); break;
            case int number when column.Kind == ColumnKind.Int64: column.AppendInt64(number); break;
            case int number: column.AppendInt32(number); break;
            case long number: column.AppendInt64(number); break;
            case float number: column.AppendFloat32(number); break;
            case double number: column.AppendFloat64(number); break;
            case ValueTuple<Int128, int> number: column.AppendDecimal(number.Item1, number.Item2); break;
            case DateOnly date: column.AppendDate(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber); break;
            case TimeSpan time: column.AppendTicks(time.Ticks); break;
            case DateTime time: column.AppendTicks(time.Ticks - DateTime.UnixEpoch.Ticks); break;
            case byte[] bytes: column.AppendBytes(bytes); break;
            case string text when column.Kind == ColumnKind.Text: column.AppendText(text); break;
            default: column.AppendUntyped((string)value); break;
        }
    }

    public static WriteRequest Request(RowBatch batch, string table, WriteMode mode = WriteMode.Insert, params ImmutableArray<string> keys) =>
        new(new TableName(table), batch.Schema, mode) { Keys = keys };
}
