using Levada.Databases.SqlServer;
using Levada.Transfer.Sql;

namespace Levada.Databases.Tests.SqlServer;

public sealed class SqlServerCatalogTests
{
    private static readonly SqlServerDialect Dialect = new();

    [Fact]
    public void The_table_is_locked_for_reading_and_not_waited_for_long() =>
        Assert.Equal(
            "SET LOCK_TIMEOUT 5000; DECLARE @found int; SELECT TOP (1) @found = 1 FROM [s].[t] WITH (TABLOCK, HOLDLOCK)",
            SqlServerCatalog.LockTable(Dialect, new("t", "s")));

    [Fact]
    public void A_snapshot_begins_with_a_read() =>
        Assert.Equal("SELECT TOP (1) 1 FROM [t]", SqlServerCatalog.FirstRead(Dialect, new("t")));

    [Fact]
    public void Identity_values_are_switched_on_for_one_table() =>
        Assert.Equal("SET IDENTITY_INSERT [s].[t] ON", SqlServerCatalog.IdentityInsert(Dialect, new("t", "s"), isOn: true));

    [Fact]
    public void Tables_of_no_schema_are_those_of_the_accounts_own() =>
        Assert.Equal(
            "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = COALESCE(NULLIF(@p0, N''), SCHEMA_NAME()) ORDER BY TABLE_NAME",
            SqlServerCatalog.Tables);
}
