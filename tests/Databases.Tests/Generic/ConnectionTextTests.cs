using Levada.Databases.Generic;
using Levada.Transfer;
using Levada.Transfer.Urls;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using Npgsql;

namespace Levada.Databases.Tests.Generic;

public sealed class ConnectionTextTests
{
    [Fact]
    public void Each_part_of_a_URL_goes_under_the_providers_own_keyword()
    {
        var request = new DatabaseRequest("jdbc:x://h:77/shop?user=ann", null, "pw");
        var url = JdbcUrl.Parse(request.Url);
        Assert.Equal("Port=77;Host=h;Database=shop;Username=ann;Password=pw", new NpgsqlConnectionStringBuilder(ConnectionText.Of(NpgsqlFactory.Instance, url, request)).ConnectionString);
        Assert.Equal("Server=h;Port=77;User ID=ann;Password=pw;Database=shop", new MySqlConnectionStringBuilder(ConnectionText.Of(MySqlConnectorFactory.Instance, url, request)).ConnectionString);
        var sqlServer = new SqlConnectionStringBuilder(ConnectionText.Of(SqlClientFactory.Instance, url, request));
        Assert.Equal(("h:77", "shop", "ann", "pw"), (sqlServer.DataSource, sqlServer.InitialCatalog, sqlServer.UserID, sqlServer.Password));
    }

    [Fact]
    public void The_command_lines_account_counts_before_the_URLs()
    {
        var request = new DatabaseRequest("jdbc:x://ann:a@h/shop", "bob", "b");
        var text = new MySqlConnectionStringBuilder(ConnectionText.Of(MySqlConnectorFactory.Instance, JdbcUrl.Parse(request.Url), request));
        Assert.Equal(("bob", "b"), (text.UserID, text.Password));
    }

    [Fact]
    public void A_providers_own_connection_string_is_taken_as_it_is()
    {
        var request = new DatabaseRequest("jdbc:x:Data Source=/a/b.db;Mode=ReadOnly", null, null);
        Assert.Equal("Data Source=/a/b.db;Mode=ReadOnly", ConnectionText.Of(SqliteFactory.Instance, JdbcUrl.Parse(request.Url), request));
        var wrong = new DatabaseRequest("jdbc:x:Password=hunter2;Colour=blue", null, null);
        var failure = Assert.Throws<TransferException>(() => ConnectionText.Of(SqliteFactory.Instance, JdbcUrl.Parse(wrong.Url), wrong));
        Assert.DoesNotContain("hunter2", failure.Message);
    }

    [Fact]
    public void Properties_that_the_provider_does_not_know_are_warned_of()
    {
        var warnings = new List<string>();
        var request = new DatabaseRequest("jdbc:x:/a/b.db", null, null) { Parameters = [new("Mode", "ReadOnly"), new("colour", "blue")], Warn = warnings.Add };
        Assert.Equal("Data Source=/a/b.db;Mode=ReadOnly", ConnectionText.Of(SqliteFactory.Instance, JdbcUrl.Parse(request.Url), request));
        Assert.Equal(["The connection property colour is not known to the provider and has no effect."], warnings);
    }

}
