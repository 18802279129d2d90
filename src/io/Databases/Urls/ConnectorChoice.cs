using Levada.Transfer;
using Levada.Transfer.Urls;

namespace Levada.Databases.Urls;

/// <summary>Which connector a request means, and the provider it names if any.</summary>
/// <param name="Provider">The name under which the user's provider is looked for; null: the connector brings its own.</param>
internal sealed record ConnectorChoice(DatabaseProduct Product, string? Provider)
{
    /// <summary>Chooses by the URL; <c>--driver</c> and <c>--connection-manager</c> may confirm it or name a provider.</summary>
    public static ConnectorChoice Of(JdbcUrl url, DatabaseRequest request)
    {
        CheckManager(url, request);
        if (request.Driver is not { Length: > 0 } driver)
            return new ConnectorChoice(url.Product, DefaultProvider(url.Product));
        var product = ConnectorNames.OfDriver(driver);
        if (product is null)
            return new ConnectorChoice(DatabaseProduct.Other, driver);
        if (product != url.Product)
            throw new TransferException($"--driver {driver} is a driver of {NameOf(product.Value)}, but {url.Scheme} is a URL of {NameOf(url.Product)}.");
        return new ConnectorChoice(url.Product, DefaultProvider(url.Product));
    }

    public static string NameOf(DatabaseProduct product) => product switch
    {
        DatabaseProduct.MySql => "MySQL",
        DatabaseProduct.PostgreSql => "PostgreSQL",
        DatabaseProduct.SqlServer => "SQL Server",
        DatabaseProduct.Sqlite => "SQLite",
        DatabaseProduct.Hsqldb => "HSQLDB",
        DatabaseProduct.Oracle => "Oracle",
        DatabaseProduct.Db2 => "DB2",
        _ => "another product",
    };

    private static void CheckManager(JdbcUrl url, DatabaseRequest request)
    {
        if (request.ConnectionManager is not { Length: > 0 } manager)
            return;
        var product = ConnectorNames.OfManager(manager)
            ?? throw new TransferException($"Could not found specified connection manager class {manager}. Please check that you've specified the class correctly.");
        if (product != DatabaseProduct.Other && product != url.Product)
            throw new TransferException($"--connection-manager {manager} is for {NameOf(product)}, but {url.Scheme} is a URL of {NameOf(url.Product)}.");
    }

    private static string? DefaultProvider(DatabaseProduct product) => product switch
    {
        DatabaseProduct.Oracle => "Oracle.ManagedDataAccess",
        DatabaseProduct.Db2 => "IBM.Data.Db2",
        _ => null,
    };
}
