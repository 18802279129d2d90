using System.Text;
using Levada.Transfer.Sql;

namespace Levada.Sqoop.Metastore;

/// <summary>The statements of a metastore, in the words of its database.</summary>
/// <remarks>Texts go in as hexadecimal literals: no rule of quoting can be got wrong, whatever the server's settings are.</remarks>
internal sealed class MetastoreSql(Dialect dialect)
{
    public const string RootTable = "SQOOP_ROOT";
    public const string DefaultJobTable = "SQOOP_SESSIONS";

    private readonly Product _product = dialect.Product switch
    {
        "MySQL" => Product.MySql,
        "PostgreSQL" => Product.PostgreSql,
        _ => Product.Sqlite,
    };

    private enum Product
    {
        Sqlite,
        MySql,
        PostgreSql,
    }

    /// <summary>A text as an expression.</summary>
    public string Text(string text)
    {
        var hex = Convert.ToHexString(Encoding.UTF8.GetBytes(text));
        return _product switch
        {
            Product.MySql => $"_utf8mb4 X'{hex}'",
            Product.PostgreSql => $"convert_from(decode('{hex}', 'hex'), 'UTF8')",
            _ => $"CAST(X'{hex}' AS TEXT)",
        };
    }

    public string Table(string name) => _product == Product.MySql ? $"`{name}`" : $"\"{name}\"";

    public string CreateRootTable() =>
        $"CREATE TABLE IF NOT EXISTS {Table(RootTable)} (version INT NOT NULL, propname VARCHAR(128) NOT NULL, "
        + $"propval VARCHAR(256), CONSTRAINT {RootTable}_unq UNIQUE (version, propname))";

    /// <summary>The table of jobs: values may be longer than those of Apache Sqoop's, which end at 1,024 characters.</summary>
    public string CreateJobTable(string name) =>
        $"CREATE TABLE IF NOT EXISTS {Table(name)} (job_name VARCHAR(64) NOT NULL, propname VARCHAR(128) NOT NULL, "
        + $"propval {(_product == Product.MySql ? "MEDIUMTEXT" : "TEXT")}, propclass VARCHAR(32) NOT NULL, "
        + $"CONSTRAINT {name}_unq UNIQUE (job_name, propname, propclass))"
        + (_product == Product.MySql ? " DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "");

    public string SelectRoot() => $"SELECT propname, propval FROM {Table(RootTable)}";

    public string InsertRoot(int version, string name, string value) =>
        $"INSERT INTO {Table(RootTable)} (version, propname, propval) VALUES ({version}, {Text(name)}, {Text(value)})";

    public string SelectJobs(string table) => $"SELECT DISTINCT job_name FROM {Table(table)} ORDER BY job_name";

    public string SelectJob(string table, string job) =>
        $"SELECT propname, propval, propclass FROM {Table(table)} WHERE job_name = {Text(job)}";

    public string InsertProperty(string table, string job, string name, string value, string ofClass) =>
        $"INSERT INTO {Table(table)} (job_name, propname, propval, propclass) VALUES ({Text(job)}, {Text(name)}, {Text(value)}, {Text(ofClass)})";

    public string DeleteProperty(string table, string job, string name, string ofClass) =>
        $"DELETE FROM {Table(table)} WHERE job_name = {Text(job)} AND propname = {Text(name)} AND propclass = {Text(ofClass)}";

    public string DeleteJob(string table, string job) => $"DELETE FROM {Table(table)} WHERE job_name = {Text(job)}";

    /// <summary>Asks for the lock of a job without waiting: one row with 1 when the session has it. It ends with the session.</summary>
    public string TryLock(string table, string job) => _product == Product.MySql
        ? $"SELECT CAST(GET_LOCK({Text(MySqlLock(table, job))}, 0) AS CHAR)"
        : $"SELECT CASE WHEN pg_try_advisory_lock(hashtext({Text(table)}), hashtext({Text(job)})) THEN '1' ELSE '0' END";

    /// <summary>Gives the lock of a job back.</summary>
    public string Unlock(string table, string job) => _product == Product.MySql
        ? $"DO RELEASE_LOCK({Text(MySqlLock(table, job))})"
        : $"SELECT pg_advisory_unlock(hashtext({Text(table)}), hashtext({Text(job)}))";

    // Names of locks belong to the whole server and end at 64 characters.
    private static string MySqlLock(string table, string job) =>
        $"sqoop:{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"{table}\n{job}")))[..40]}";
}
