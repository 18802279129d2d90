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

    private readonly string? _client = ServerTool.Find("mariadb");
    private readonly Lazy<(int Port, string Socket, string Folder)> _running;
    private readonly bool _hasTls;
    private int _databaseCount;

    private MariaDbServer(bool hasTls)
    {
        _hasTls = hasTls;
        _running = new(Start);
        SkipReason = Array.Find(["mariadbd", "mariadb-install-db", "mariadb"], name => ServerTool.Find(name) is null) is { } missing
            ? $"{missing} is not installed (Debian: mariadb-server)."
            : null;
    }

    /// <summary>The server of this process.</summary>
    public static MariaDbServer Shared { get; } = new(hasTls: false);

    /// <summary>Another one, which has a certificate.</summary>
    public static MariaDbServer WithTls { get; } = new(hasTls: true);

    /// <summary>Why the server cannot run here; null when it can. Asking does not start it.</summary>
    public string? SkipReason { get; }

    public string Host => "127.0.0.1";

    public int Port => _running.Value.Port;

    /// <summary>Of a server with TLS: holds root.crt, the authority of its certificate, and a certificate of somebody else as client.crt and client.key.</summary>
    public string CertificateFolder => _running.Value.Folder;

    public string User => "levada";

    public string Password => "p@ss;word=1";

    /// <summary>A database of the caller's own, filled by a script (<c>DELIMITER</c> lines work). Answers its name.</summary>
    public string NewDatabase(string? fixtureSql = null)
    {
        var name = $"db{Interlocked.Increment(ref _databaseCount)}";
        RunScript("mysql", $"CREATE DATABASE {name} CHARACTER SET utf8mb4");
        if (fixtureSql is not null)
            RunScript(name, fixtureSql);
        return name;
    }

    /// <summary>Runs a script as the server's own client does, with all rights. Answers what it prints: rows with tabs between columns.</summary>
    public string RunScript(string database, string sql) => RunScript(_running.Value.Socket, database, sql);

    public string JdbcUrl(string database) => $"jdbc:mysql://{Host}:{Port}/{database}";

    private string RunScript(string socket, string database, string sql) =>
        ServerTool.Run(
            [_client!, "--no-defaults", "--socket=" + socket, "--user=root", "--batch", "--skip-column-names", "--default-character-set=utf8mb4", database],
            sql);

    private (int Port, string Socket, string Folder) Start()
    {
        if (SkipReason is not null)
            throw new InvalidOperationException(SkipReason);
        var folder = ServerFolder.Create("mariadb");
        var port = LoopbackPort.Next();
        var socket = Path.Combine(folder, "s");
        if (_hasTls) TestCertificates.Write(folder, "certified");
        // The process object is kept alive by its own exit handlers.
        ServerProcess.Start(folder, [.. Command(folder, socket, port), .. _hasTls ? Tls(folder) : []], "ready for connections");
        RunScript(socket, "mysql", $"""
            CREATE USER '{User}'@'%' IDENTIFIED BY '{Password}';
            GRANT ALL PRIVILEGES ON *.* TO '{User}'@'%' WITH GRANT OPTION;
            """);
        return (port, socket, folder);
    }

    private static string[] Tls(string folder) =>
    [
        "--ssl-ca=" + Path.Combine(folder, "root.crt"), "--ssl-cert=" + Path.Combine(folder, "server.crt"),
        "--ssl-key=" + Path.Combine(folder, "server.key"),
    ];

    private static string[] Command(string folder, string socket, int port) =>
    [
        "/bin/sh", "-c", InstallAndRun, "sh", ServerTool.Find("mariadb-install-db")!, Path.Combine(folder, "data"), Environment.UserName,
        ServerTool.Find("mariadbd")!, "--no-defaults", "--user=" + Environment.UserName, "--datadir=" + Path.Combine(folder, "data"),
        "--socket=" + socket, $"--port={port}", "--bind-address=127.0.0.1", "--pid-file=" + Path.Combine(folder, "pid"),
        "--default-time-zone=+00:00", "--character-set-server=utf8mb4", "--skip-name-resolve", "--skip-log-bin", "--local-infile=1",
        "--max-allowed-packet=256M", "--max-connections=200", "--performance-schema=0",
        "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-buffer-pool-size=256M", "--innodb-log-file-size=128M",
        "--innodb-stats-persistent=0",
    ];
}
