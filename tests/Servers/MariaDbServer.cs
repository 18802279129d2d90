namespace Levada.Servers;

/// <summary>A MariaDB server of this test process: started when first asked for, gone with the process.</summary>
/// <remarks>
/// Listens on the loopback address only, at a port and socket of its own, and keeps nothing safe from a power loss. Its zone is UTC. The
/// account may do everything, so that tests make other accounts themselves. Safe for several threads at once.
/// </remarks>
public sealed class MariaDbServer
{
    private const string InstallAndRun = """
        install=$1; data=$2; user=$3; shift 3
        "$install" --no-defaults --datadir="$data" --user="$user" --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve \
          && exec "$@"
        """;

    private static readonly Lazy<MariaDbServer> _shared = new(() => new MariaDbServer());
    private static int _databaseCount;

    private readonly string _client = ServerTool.Find("mariadb")!;
    private readonly string _socket;

    private MariaDbServer()
    {
        if (SkipReason is not null)
            throw new InvalidOperationException(SkipReason);
        var folder = ServerFolder.Create("mariadb");
        _socket = Path.Combine(folder, "s");
        Port = ServerFolder.FreePort();
        // The process object is kept alive by its own exit handlers.
        ServerProcess.Start(folder, Command(folder), "ready for connections");
        RunScript("mysql", $"""
            CREATE USER '{User}'@'%' IDENTIFIED BY '{Password}';
            GRANT ALL PRIVILEGES ON *.* TO '{User}'@'%' WITH GRANT OPTION;
            """);
    }

    /// <summary>Why no server can run here; null when one can.</summary>
    public static string? SkipReason { get; } =
        Array.Find(["mariadbd", "mariadb-install-db", "mariadb"], name => ServerTool.Find(name) is null) is { } missing
            ? $"{missing} is not installed (Debian: mariadb-server)."
            : null;

    public static MariaDbServer Shared => _shared.Value;

    public int Port { get; }

    public string User => "levada";

    public string Password => "p@ss;word=1";

    /// <summary>The path of the server's Unix socket.</summary>
    public string Socket => _socket;

    /// <summary>A database of the caller's own, filled by a script (<c>DELIMITER</c> lines work). Answers its name.</summary>
    public string NewDatabase(string? fixtureSql = null)
    {
        var name = $"t{Interlocked.Increment(ref _databaseCount)}";
        RunScript("mysql", $"CREATE DATABASE {name} CHARACTER SET utf8mb4");
        if (fixtureSql is not null)
            RunScript(name, fixtureSql);
        return name;
    }

    /// <summary>Runs a script as the server's own client does, with all rights. Answers what it prints: rows with tabs between columns.</summary>
    public string RunScript(string database, string sql) =>
        ServerTool.Run(
            [_client, "--no-defaults", "--socket=" + _socket, "--user=root", "--batch", "--skip-column-names", "--default-character-set=utf8mb4", database],
            sql);

    public string JdbcUrl(string database) => $"jdbc:mysql://127.0.0.1:{Port}/{database}";

    private string[] Command(string folder) =>
    [
        "/bin/sh", "-c", InstallAndRun, "sh", ServerTool.Find("mariadb-install-db")!, Path.Combine(folder, "data"), Environment.UserName,
        ServerTool.Find("mariadbd")!, "--no-defaults", "--user=" + Environment.UserName, "--datadir=" + Path.Combine(folder, "data"),
        "--socket=" + _socket, $"--port={Port}", "--bind-address=127.0.0.1", "--pid-file=" + Path.Combine(folder, "pid"),
        "--default-time-zone=+00:00", "--character-set-server=utf8mb4", "--skip-name-resolve", "--skip-log-bin", "--local-infile=1",
        "--max-allowed-packet=256M", "--max-connections=200", "--performance-schema=0",
        "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-buffer-pool-size=256M", "--innodb-log-file-size=128M",
        "--innodb-stats-persistent=0",
    ];
}
