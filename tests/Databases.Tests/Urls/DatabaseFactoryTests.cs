using Levada.Transfer;

namespace Levada.Databases.Tests.Urls;

public sealed class DatabaseFactoryTests
{
    [Fact]
    public void A_product_without_connector_is_an_error_that_says_what_there_is()
    {
        var message = Refusal(new DatabaseRequest("jdbc:vertica://h/shop?password=hunter2", "ann", "hunter2") { ProvidersFolder = "/nowhere/providers" });
        Assert.Contains("There is no connector for jdbc:vertica. Built in are jdbc:mysql,", message);
        Assert.Contains("/nowhere/providers (nothing is there now)", message);
        Assert.DoesNotContain("hunter2", message);
    }

    [Fact]
    public void A_driver_that_nobody_knows_is_an_error_in_Sqoops_words() =>
        Assert.StartsWith(
            "Could not load db driver class: com.example.Driver.",
            Refusal(new DatabaseRequest("jdbc:example://h/shop", null, null) { Driver = "com.example.Driver", ProvidersFolder = "/nowhere" }));

    [Fact]
    public void Oracle_and_DB2_ask_for_their_providers()
    {
        Assert.Contains("Oracle.ManagedDataAccess", Refusal(new DatabaseRequest("jdbc:oracle:thin:@//h/s", null, null) { ProvidersFolder = "/nowhere" }));
        Assert.Contains("IBM.Data.Db2", Refusal(new DatabaseRequest("jdbc:db2://h/s", null, null) { Driver = "com.ibm.db2.jcc.DB2Driver", ProvidersFolder = "/nowhere" }));
    }

    [Fact]
    public void A_metastore_of_HSQLDB_is_sent_to_the_tool_that_reads_it() =>
        Assert.Contains("job --import-metastore FILE", Refusal(new DatabaseRequest("jdbc:hsqldb:hsql://h:16000/sqoop", "SA", "")));

    [Theory]
    [InlineData("com.mysql.jdbc.Driver", null, "--driver com.mysql.jdbc.Driver is a driver of MySQL")]
    [InlineData(null, "org.apache.sqoop.manager.MySQLManager", "--connection-manager org.apache.sqoop.manager.MySQLManager is for MySQL")]
    [InlineData(null, "com.example.Manager", "Could not found specified connection manager class com.example.Manager")]
    public void Names_that_contradict_the_URL_are_errors(string? driver, string? manager, string expected) =>
        Assert.StartsWith(expected, Refusal(new DatabaseRequest("jdbc:sqlite:a.db", null, null) { Driver = driver, ConnectionManager = manager }));

    [Theory]
    [InlineData("org.sqlite.JDBC", null)]
    [InlineData(null, "org.apache.sqoop.manager.GenericJdbcManager")]
    [InlineData("org.sqlite.JDBC", "com.cloudera.sqoop.manager.GenericJdbcManager")]
    public void Names_that_confirm_the_URL_change_nothing(string? driver, string? manager)
    {
        using var database = DatabaseFactory.Open(new DatabaseRequest("jdbc:sqlite:a.db", null, null) { Driver = driver, ConnectionManager = manager });
        Assert.Equal("SQLite", database.Dialect.Product);
    }

    private static string Refusal(DatabaseRequest request) => Assert.Throws<TransferException>(() => DatabaseFactory.Open(request)).Message;
}
