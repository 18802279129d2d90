namespace Levada.Transfer.Urls;

/// <summary>The database products that JDBC URLs name.</summary>
public enum DatabaseProduct
{
    /// <summary>Any that is not listed here: reached through an ADO.NET provider of the user's.</summary>
    Other,
    MySql,
    PostgreSql,
    SqlServer,
    Sqlite,
    Hsqldb,
    Oracle,
    Db2,
}
