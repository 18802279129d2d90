using System.Collections.Immutable;

namespace Levada.Transfer.Urls;

/// <summary>The Java classes that <c>--driver</c> and <c>--connection-manager</c> name, and the products they mean here.</summary>
/// <remarks>No class is loaded: a name only says which product is meant. Sources: the drivers' manuals, Sqoop's manager classes.</remarks>
public static class ConnectorNames
{
    private static readonly ImmutableSortedDictionary<string, DatabaseProduct> Drivers = Names(
        (DatabaseProduct.MySql, ["com.mysql.jdbc.Driver", "com.mysql.cj.jdbc.Driver", "org.gjt.mm.mysql.Driver", "org.mariadb.jdbc.Driver"]),
        (DatabaseProduct.PostgreSql, ["org.postgresql.Driver"]),
        (DatabaseProduct.Sqlite, ["org.sqlite.JDBC"]),
        (DatabaseProduct.SqlServer,
            ["com.microsoft.sqlserver.jdbc.SQLServerDriver", "com.microsoft.jdbc.sqlserver.SQLServerDriver", "net.sourceforge.jtds.jdbc.Driver"]),
        (DatabaseProduct.Hsqldb, ["org.hsqldb.jdbcDriver", "org.hsqldb.jdbc.JDBCDriver"]),
        (DatabaseProduct.Oracle, ["oracle.jdbc.OracleDriver", "oracle.jdbc.driver.OracleDriver"]),
        (DatabaseProduct.Db2, ["com.ibm.db2.jcc.DB2Driver"]));

    // By their simple names: they have stood in more than one package.
    private static readonly ImmutableSortedDictionary<string, DatabaseProduct> Managers = Names(
        (DatabaseProduct.MySql, ["MySQLManager", "DirectMySQLManager"]),
        (DatabaseProduct.PostgreSql, ["PostgresqlManager", "DirectPostgresqlManager", "PGBulkloadManager"]),
        (DatabaseProduct.SqlServer, ["SQLServerManager"]),
        (DatabaseProduct.Hsqldb, ["HsqldbManager"]),
        (DatabaseProduct.Oracle, ["OracleManager", "OraOopConnManager"]),
        (DatabaseProduct.Db2, ["Db2Manager"]),
        (DatabaseProduct.Other, ["GenericJdbcManager", "NetezzaManager", "DirectNetezzaManager", "CubridManager"]));

    private static readonly string[] ManagerPackages = ["org.apache.sqoop.manager.", "com.cloudera.sqoop.manager."];

    /// <summary>The product of a JDBC driver class; null when the name is none that is known.</summary>
    public static DatabaseProduct? OfDriver(string name) => Drivers.TryGetValue(name, out var product) ? product : null;

    /// <summary>The product of one of Sqoop's connection managers, <see cref="DatabaseProduct.Other"/> for one without a product; null when it is not known.</summary>
    public static DatabaseProduct? OfManager(string name)
    {
        var package = Array.Find(ManagerPackages, package => name.StartsWith(package, StringComparison.Ordinal));
        return package is not null && Managers.TryGetValue(name[(name.LastIndexOf('.') + 1)..], out var product) ? product : null;
    }

    private static ImmutableSortedDictionary<string, DatabaseProduct> Names(params ReadOnlySpan<(DatabaseProduct Product, string[] Names)> groups)
    {
        var names = ImmutableSortedDictionary.CreateBuilder<string, DatabaseProduct>(StringComparer.Ordinal);
        foreach (var (product, group) in groups)
            foreach (var name in group)
                names.Add(name, product);
        return names.ToImmutable();
    }
}
