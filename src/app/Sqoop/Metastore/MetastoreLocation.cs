using System.Collections.Immutable;
using Levada.Databases;
using Levada.Transfer;
using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.Options;
using Levada.Transfer.Urls;

namespace Levada.Sqoop.Metastore;

/// <summary>Where saved jobs are kept.</summary>
/// <param name="Request">The database.</param>
/// <param name="FilePath">Its file, when it is one.</param>
internal sealed record MetastoreLocation(DatabaseRequest Request, string? FilePath)
{
    private const string Prefix = "sqoop.metastore.client.";

    /// <summary>The metastore of the options: of <c>--meta-connect</c>, of the properties, else the user's own file.</summary>
    /// <exception cref="TransferException">None is named and the own one is turned off, or it is of a kind that is not offered.</exception>
    public static MetastoreLocation Of(TransferOptions options, Surroundings surroundings)
    {
        var (job, properties) = (options.Job, options.Properties);
        var url = job.MetaConnect ?? AutoConnect(properties);
        if (url is null) return OfFile(Path.Combine(surroundings.HomeFolder, ".sqoop", "metastore.db"));
        var parsed = JdbcUrl.Parse(url);
        if (parsed.Product == DatabaseProduct.Sqlite) return OfFile(Path.GetFullPath(parsed.Database));
        Check(parsed.Product, url);
        var request = new DatabaseRequest(
            url,
            job.MetaUserName ?? properties.GetValueOrDefault(Prefix + "autoconnect.username"),
            job.MetaPassword ?? properties.GetValueOrDefault(Prefix + "autoconnect.password"));
        return new(request with { Warn = surroundings.Log.Warn }, null);
    }

    private static MetastoreLocation OfFile(string path) => new(new DatabaseRequest($"jdbc:sqlite:{path}", null, null), path);

    private static string? AutoConnect(ImmutableSortedDictionary<string, string> properties)
    {
        if (properties.GetValueOrDefault(Prefix + "enable.autoconnect", "true").Equals("false", StringComparison.OrdinalIgnoreCase))
            throw new TransferException("There is no JobStorage implementation available: name the metastore with --meta-connect.");
        return properties.GetValueOrDefault(Prefix + "autoconnect.url");
    }

    private static void Check(DatabaseProduct product, string url)
    {
        if (product == DatabaseProduct.Hsqldb)
        {
            throw new TransferException(
                "HSQLDB metastores are not connected to. Take their jobs over: sqoop job --import-metastore path/to/metastore.db.script");
        }

        if (product is not (DatabaseProduct.MySql or DatabaseProduct.PostgreSql))
        {
            throw new TransferException(
                $"{Secrets.MaskUrl(url)} is an invalid connection string or the required RDBMS is not supported. Supported RDBMSs are: [SQLITE, MYSQL, POSTGRESQL]");
        }
    }
}
