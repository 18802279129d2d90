using System.Diagnostics;

namespace Levada.Servers;

/// <summary>A real PostgreSQL of its own for a test process: started at first use, stopped and deleted when the process ends.</summary>
/// <remarks>Data folder, port on loopback and password are its own, so that several test processes run side by side.</remarks>
public sealed class PostgreSqlServer
{
    // PostgreSQL refuses to run as root: root hands the folder and the programs to this account.
    private const string ServiceAccount = "postgres";

    // A guard of the server: when its standard input ends, however the test process died, the server is stopped and deleted.
    private const string GuardScript = """
        trap '' INT HUP TERM
        bin=$1; folder=$2; port=$3; account=$4
        as() { if [ -n "$account" ]; then setpriv --reuid="$account" --regid="$account" --clear-groups "$@"; else "$@"; fi; }
        cd "$folder" || exit 1
        cat > conf <<END
        port = $port
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        fsync = off
        full_page_writes = off
        synchronous_commit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        max_wal_size = '2GB'
        ssl = on
        ssl_ca_file = '$folder/certificates/root.crt'
        ssl_cert_file = '$folder/certificates/server.crt'
        ssl_key_file = '$folder/certificates/server.key'
        END
        chmod 600 certificates/*
        [ -z "$account" ] || chown -R "$account" "$folder"
        as "$bin/initdb" -D data -U levada --pwfile=password -A scram-sha-256 -E UTF8 --locale=C --no-sync >log 2>&1 &&
            cat conf >>data/postgresql.conf && sed -i '1i hostssl all certified 127.0.0.1/32 cert' data/pg_hba.conf && as "$bin/pg_ctl" -D data -l "$folder/data/server.log" -w -t 300 -s start >>log 2>&1 && echo ready
        read -r _
        as "$bin/pg_ctl" -D data -m immediate -s stop >>log 2>&1
        cd / && rm -rf "$folder"
        """;

    private readonly Lazy<int> _port;
    private string _folder = "";
    private int _databaseCount;

    private PostgreSqlServer()
    {
        BinFolder = FindBinFolder();
        SkipReason = BinFolder is null ? "PostgreSQL's programs (initdb, pg_ctl, psql) are not installed." : null;
        _port = new(Start);
    }

    /// <summary>The server of this process.</summary>
    public static PostgreSqlServer Shared { get; } = new();

    /// <summary>Why the server cannot run here; null when it can. Asking does not start it.</summary>
    public string? SkipReason { get; }

    public string Host => "127.0.0.1";

    public int Port => _port.Value;

    /// <summary>A superuser.</summary>
    public string User => "levada";

    public string Password { get; } = "p'w " + Guid.NewGuid().ToString("N");

    /// <summary>An account, which a test must create, that a certificate of <see cref="CertificateFolder"/> lets in without a password.</summary>
    public string CertifiedUser => "certified";

    /// <summary>Holds root.crt and, as <c>client</c>, a certificate and its key as .crt, .key (PEM), .pk8 (DER), -encrypted.pk8 and .p12.</summary>
    public string CertificateFolder
    {
        get
        {
            _ = Port;
            return Path.Combine(_folder, "certificates");
        }
    }

    /// <summary>Of the encrypted keys.</summary>
    public string ClientKeyPassword => TestCertificates.ClientKeyPassword;

    /// <summary>The folder of initdb, pg_ctl and psql.</summary>
    public string? BinFolder { get; }

    /// <summary>Creates an empty database, runs the statements in it, answers its name.</summary>
    /// <param name="fixtureSql">What psql reads: statements, each ended by a semicolon; null: none.</param>
    /// <param name="options">What follows in CREATE DATABASE, such as an encoding.</param>
    public string NewDatabase(string? fixtureSql = null, string options = "")
    {
        var name = $"db{Interlocked.Increment(ref _databaseCount)}";
        RunSql("postgres", $"CREATE DATABASE {name} {options};");
        if (fixtureSql is not null)
            RunSql(name, fixtureSql);
        return name;
    }

    public string JdbcUrl(string database) => $"jdbc:postgresql://{Host}:{Port}/{database}";

    /// <summary>Runs statements by psql and answers what it prints: a line for each row, columns parted by '|'. Stops at the first error.</summary>
    public string RunSql(string database, string sql)
    {
        var start = new ProcessStartInfo(Path.Combine(BinFolder!, "psql"))
        {
            ArgumentList = { "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", Host, "-p", $"{Port}", "-U", User, "-d", database, "-f", "-" },
            Environment = { ["PGPASSWORD"] = Password, ["PGCLIENTENCODING"] = "UTF8" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var psql = Process.Start(start)!;
        var errors = psql.StandardError.ReadToEndAsync();
        var output = psql.StandardOutput.ReadToEndAsync();
        psql.StandardInput.Write(sql);
        psql.StandardInput.Close();
        psql.WaitForExit();
        return psql.ExitCode == 0
            ? output.Result
            : throw new InvalidOperationException($"psql failed on {database}: {errors.Result}");
    }

    private int Start()
    {
        var port = LoopbackPort.Next();
        _folder = ServerFolder.Create("postgresql");
        File.WriteAllText(Path.Combine(_folder, "password"), Password + "\n");
        var certificates = Directory.CreateDirectory(Path.Combine(_folder, "certificates"));
        TestCertificates.Write(certificates.FullName, CertifiedUser);
        var account = Environment.IsPrivilegedProcess ? ServiceAccount : "";
        var guard = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", GuardScript, "postgresql-guard", BinFolder!, _folder, $"{port}", account },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        if (guard.StandardOutput.ReadLine() == "ready")
        {
            RunningServers.Add(new Guard(guard));
            return port;
        }
        var log = ReadLog();
        new Guard(guard).Dispose();
        throw new InvalidOperationException($"PostgreSQL did not start:\n{log}");
    }

    private string ReadLog()
    {
        var logs = new[] { "log", "data/server.log" }.Select(name => Path.Combine(_folder, name)).Where(File.Exists);
        return string.Join('\n', logs.Select(File.ReadAllText));
    }

    private static string? FindBinFolder()
    {
        var versions = new[] { "/usr/lib/postgresql", "/usr" }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetDirectories(folder, folder == "/usr" ? "pgsql-*" : "*"))
            .OrderByDescending(VersionOf)
            .Select(folder => Path.Combine(folder, "bin"));
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return versions.Concat(path).FirstOrDefault(
            folder => new[] { "initdb", "pg_ctl", "psql" }.All(program => File.Exists(Path.Combine(folder, program))));
    }

    private static int VersionOf(string folder) => int.TryParse(Path.GetFileName(folder).Split('-')[^1], out var version) ? version : 0;

    /// <summary>The script, until its server and its folder are gone.</summary>
    private sealed class Guard(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
