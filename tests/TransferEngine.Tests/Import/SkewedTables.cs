using Levada.Databases;
using Levada.Servers;

namespace Levada.TransferEngine.Tests.Import;

/// <summary>One table in every database: of 200,000 rows 99 % have values in the first hundredth of what each column spans.</summary>
public sealed class SkewedTables : IDisposable
{
    public const int RowCount = 200_000;

    private const string Dense = "i <= 198000";

    private readonly Dictionary<string, IDatabase> _databases = [];
    private readonly List<SqliteFile> _files = [];

    /// <summary>The database of a product: <c>MariaDB</c>, <c>PostgreSQL</c> or <c>SQLite</c>.</summary>
    public IDatabase Of(string product)
    {
        if (_databases.TryGetValue(product, out var database))
            return database;
        return _databases[product] = product switch
        {
            "MariaDB" => OpenMariaDb(),
            "PostgreSQL" => OpenPostgreSql(),
            _ => OpenSqlite(),
        };
    }

    public void Dispose()
    {
        foreach (var database in _databases.Values)
            database.Dispose();
        foreach (var file in _files)
            file.Dispose();
    }

    private static IDatabase OpenMariaDb()
    {
        var server = MariaDbServer.Shared;
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? "");
        var name = server.NewDatabase(Script("TIMESTAMP('2020-01-01') + INTERVAL {0} SECOND", "(SELECT seq AS i FROM seq_1_to_200000) AS g"));
        return DatabaseFactory.Open(new DatabaseRequest(server.JdbcUrl(name), server.User, server.Password));
    }

    private static IDatabase OpenPostgreSql()
    {
        var server = PostgreSqlServer.Shared;
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? "");
        var name = server.NewDatabase(Script("TIMESTAMP '2020-01-01' + ({0}) * INTERVAL '1 second'", "generate_series(1, 200000) AS g(i)"));
        return DatabaseFactory.Open(new DatabaseRequest(server.JdbcUrl(name), server.User, server.Password));
    }

    private IDatabase OpenSqlite()
    {
        var rows = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i FROM n) AS g";
        _files.Add(new SqliteFile(Script("datetime('2020-01-01', ({0}) || ' seconds')", rows).Split(';', StringSplitOptions.RemoveEmptyEntries)));
        return _files[^1].Database;
    }

    // n: whole numbers, a thousandth of them NULL; s: texts; x: decimals; f: floating-point numbers; d: time stamps; b: two values; one: nearly always the same.
    private static string Script(string moment, string rows)
    {
        var when = string.Format(System.Globalization.CultureInfo.InvariantCulture, moment, $"CASE WHEN {Dense} THEN i % 5000 ELSE i * 100 END");
        return $"""
            CREATE TABLE t (id INT NOT NULL PRIMARY KEY, n INT, s VARCHAR(20), x DECIMAL(14,2), f DOUBLE PRECISION, d TIMESTAMP NULL, one INT NOT NULL);
            INSERT INTO t SELECT i, CASE WHEN i % 1000 = 0 THEN NULL WHEN {Dense} THEN i % 5000 ELSE i * 1000 END,
                CASE WHEN {Dense} THEN concat('a', i * 7 % 10007) ELSE concat('z', i) END,
                CASE WHEN {Dense} THEN i % 5000 ELSE i * 1000 END / 4.0,
                CASE WHEN {Dense} THEN i % 5000 ELSE i * 1000 END * 0.3,
                {when}, CASE WHEN {Dense} THEN 7 ELSE i END FROM {rows};
            """;
    }
}
