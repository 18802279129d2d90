using System.Globalization;
using Levada.Servers;
using Microsoft.Data.Sqlite;

namespace Levada.Sqoop.Tests.Harness;

/// <summary>A database that holds the fixtures, and its own client to look into it.</summary>
public abstract class TestDatabase
{
    private static readonly Lazy<TestDatabase>[] SharedOnes =
        [.. Enum.GetValues<Product>().Select(product => new Lazy<TestDatabase>(() => Create(product, Fixture(product))))];

    private static readonly Lazy<string> PostgreSqlTemplate = new(() => PostgreSqlServer.Shared.NewDatabase(Fixture(Product.PostgreSql)));

    /// <summary>Its name on the server, or its path.</summary>
    public required string Name { get; init; }

    public abstract string Url { get; }

    public virtual string? UserName => null;

    public virtual string? Password => null;

    /// <summary>The one of this process for tests that only read.</summary>
    public static TestDatabase Shared(Product product)
    {
        RequireServer(product);
        return SharedOnes[(int)product].Value;
    }

    /// <summary>One of the caller's own, with the fixtures.</summary>
    public static TestDatabase Fresh(Product product)
    {
        RequireServer(product);
        return product == Product.PostgreSql
            ? new PostgreSqlDatabase { Name = PostgreSqlServer.Shared.NewDatabase(options: $"TEMPLATE {PostgreSqlTemplate.Value}") }
            : Create(product, Fixture(product));
    }

    /// <summary>One of the caller's own, filled by a script.</summary>
    public static TestDatabase With(Product product, string sql)
    {
        RequireServer(product);
        return Create(product, sql);
    }

    /// <summary>Runs statements. Answers the rows: a line each, <c>|</c> between columns, <c>NULL</c>.</summary>
    public abstract string Run(string sql);

    /// <summary>The rows of a query, in its order.</summary>
    public IReadOnlyList<string> Rows(string query) => Run(query + ";").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What a query of one value gives.</summary>
    public long Count(string query) => long.Parse(Run(query + ";"), CultureInfo.InvariantCulture);

    /// <summary>How many statements of the program the server is running in this database.</summary>
    public abstract long ActiveStatementCount();

    /// <summary>How many connections the program has to this database.</summary>
    public abstract long ConnectionCount();

    private static TestDatabase Create(Product product, string sql) => product switch
    {
        Product.MariaDb => new MariaDbDatabase { Name = MariaDbServer.Shared.NewDatabase(sql) },
        Product.PostgreSql => new PostgreSqlDatabase { Name = PostgreSqlServer.Shared.NewDatabase(sql) },
        _ => SqliteDatabaseFile.Create(sql),
    };

    private static void RequireServer(Product product)
    {
        var reason = product switch
        {
            Product.MariaDb => MariaDbServer.Shared.SkipReason,
            Product.PostgreSql => PostgreSqlServer.Shared.SkipReason,
            _ => null,
        };
        Assert.SkipWhen(reason is not null, reason ?? "");
    }

    private static string Fixture(Product product)
    {
        using var stream = typeof(TestDatabase).Assembly.GetManifestResourceStream($"{product.ToString().ToLowerInvariant()}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed class MariaDbDatabase : TestDatabase
    {
        public override string Url => MariaDbServer.Shared.JdbcUrl(Name);

        public override string UserName => MariaDbServer.Shared.User;

        public override string Password => MariaDbServer.Shared.Password;

        public override string Run(string sql) => MariaDbServer.Shared.RunScript(Name, sql).Replace('\t', '|');

        public override long ActiveStatementCount() => Count(Connections + " AND COMMAND <> 'Sleep'");

        public override long ConnectionCount() => Count(Connections);

        private string Connections => $"SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = '{Name}' AND USER = '{UserName}'";
    }

    private sealed class PostgreSqlDatabase : TestDatabase
    {
        public override string Url => PostgreSqlServer.Shared.JdbcUrl(Name);

        public override string UserName => PostgreSqlServer.Shared.User;

        public override string Password => PostgreSqlServer.Shared.Password;

        public override string Run(string sql) => PostgreSqlServer.Shared.RunSql(Name, "\\pset null NULL\n" + sql);

        public override long ActiveStatementCount() => Count(Connections + " AND state <> 'idle'");

        public override long ConnectionCount() => Count(Connections);

        private string Connections => $"SELECT COUNT(*) FROM pg_stat_activity WHERE datname = '{Name}' AND pid <> pg_backend_pid()";
    }

    private sealed class SqliteDatabaseFile : TestDatabase
    {
        private static readonly Lazy<string> Folder = new(MakeFolder);
        private static int _count;

        public override string Url => $"jdbc:sqlite:{Name}";

        public static SqliteDatabaseFile Create(string sql)
        {
            var file = new SqliteDatabaseFile { Name = Path.Combine(Folder.Value, $"db{Interlocked.Increment(ref _count)}.sqlite") };
            file.Run(sql);
            return file;
        }

        public override string Run(string sql)
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Name, Pooling = false }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var lines = new StringWriter();
            do
            {
                while (reader.Read()) lines.Write(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader, i))) + '\n');
            }
            while (reader.NextResult());
            return lines.ToString();
        }

        public override long ActiveStatementCount() => 0;

        public override long ConnectionCount() => 0;

        private static string Text(SqliteDataReader reader, int ordinal) =>
            reader.IsDBNull(ordinal) ? "NULL" : Convert.ToString(reader.GetValue(ordinal), CultureInfo.InvariantCulture)!;

        private static string MakeFolder()
        {
            var folder = Directory.CreateTempSubdirectory("levada-sqlite-").FullName;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
            return folder;
        }
    }
}
