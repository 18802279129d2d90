using System.Runtime.CompilerServices;
using Levada.Databases.Generic;
using Levada.Databases.MySql;
using Levada.Databases.PostgreSql;
using Levada.Databases.Sqlite;
using Levada.Databases.SqlServer;
using Levada.Databases.Urls;
using Levada.Transfer;
using Levada.Transfer.Sql;
using Levada.Transfer.Urls;

namespace Levada.Databases;

/// <summary>Chooses the database that a request means.</summary>
public static class DatabaseFactory
{
    /// <summary>Makes the database of a request's URL. Connects to nothing yet.</summary>
    /// <param name="request">URL, account and choices.</param>
    public static IDatabase Open(DatabaseRequest request)
    {
        var url = JdbcUrl.Parse(request.Url);
        var choice = ConnectorChoice.Of(url, request);
        return choice.Product switch
        {
            DatabaseProduct.MySql => MySql(url, request),
            DatabaseProduct.PostgreSql => PostgreSql(url, request),
            DatabaseProduct.SqlServer => SqlServer(url, request),
            DatabaseProduct.Sqlite => Sqlite(url, request),
            DatabaseProduct.Hsqldb => throw new TransferException(
                "HSQLDB is not read. If this is a metastore of Sqoop's, take its saved jobs over: sqoop job --import-metastore FILE, "
                + "where FILE is the .script file of the metastore, usually ~/.sqoop/metastore.db.script."),
            _ => Generic(url, choice.Provider, request),
        };
    }

    // Each in a method of its own: the runtime loads a provider's assembly when the method that names it is first called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SqliteDatabase Sqlite(JdbcUrl url, DatabaseRequest request) => new(SqliteSettings.From(url, request), request.Warn);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MySqlDatabase MySql(JdbcUrl url, DatabaseRequest request) => new(MySqlUrl.SettingsOf(url, request));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PostgreSqlDatabase PostgreSql(JdbcUrl url, DatabaseRequest request) => new(PostgreSqlUrl.SettingsOf(url, request));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SqlServerDatabase SqlServer(JdbcUrl url, DatabaseRequest request) => new(SqlServerUrl.SettingsOf(url, request));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GenericDatabase Generic(JdbcUrl url, string? providerName, DatabaseRequest request)
    {
        var folder = ProviderFolder.For(request);
        var factory = providerName is null ? null : folder.Find(providerName);
        if (factory is null)
            throw Missing(url, providerName, folder);
        var product = url.Product == DatabaseProduct.Other ? url.Scheme["jdbc:".Length..] : ConnectorChoice.NameOf(url.Product);
        return new GenericDatabase(
            factory, ConnectionText.Of(factory, url, request), request.Password ?? url.Password, new GenericDialect(product));
    }

    private static TransferException Missing(JdbcUrl url, string? providerName, ProviderFolder folder)
    {
        const string BuiltIn = "Built in are jdbc:mysql, jdbc:mariadb, jdbc:postgresql, jdbc:sqlserver and jdbc:sqlite.";
        var names = folder.Names();
        var there = names.IsEmpty ? "nothing is there now" : $"there now: {string.Join(", ", names)}";
        var way = $"Others need an ADO.NET provider in {folder.Path} ({there}) and --driver with the name of its assembly or factory class.";
        return providerName is null
            ? new TransferException($"There is no connector for {url.Scheme}. {BuiltIn} {way}")
            : new TransferException($"Could not load db driver class: {providerName}. {BuiltIn} {way}");
    }
}
