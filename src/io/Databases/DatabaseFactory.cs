using System.Runtime.CompilerServices;
using Levada.Databases.Sqlite;
using Levada.Transfer;
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
        return url.Product switch
        {
            DatabaseProduct.Sqlite => Sqlite(url, request),
            _ => throw new TransferException($"There is no connector for {url.Scheme}."),
        };
    }

    // Each in a method of its own: the runtime loads a provider's assembly when the method that names it is first called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SqliteDatabase Sqlite(JdbcUrl url, DatabaseRequest request) => new(SqliteSettings.From(url, request), request.Warn);
}
