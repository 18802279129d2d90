using System.Net;
using System.Net.Sockets;
using Levada.Databases.MySql;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.MySql;

public sealed class ConnectionTests
{
    [Fact]
    public void A_wrong_password_is_an_error_that_does_not_show_it()
    {
        using var run = MySqlRun.With("SELECT 1");
        using var stranger = run.As(settings => settings with { Password = "wrong-secret" });
        var failure = Assert.Throws<TransferException>(stranger.OpenSession);
        Assert.Contains("Access denied", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_do_not_show_their_password() =>
        Assert.DoesNotContain("secret", $"{new MySqlSettings([new("h")], "d", "u", "secret")}", StringComparison.Ordinal);

    [Fact]
    public void The_next_host_is_asked_when_one_does_not_answer()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using var run = MySqlRun.With("CREATE TABLE t (id INT); INSERT INTO t VALUES (1)", settings => settings with
        {
            Endpoints = [new(MySqlRun.Server.Host, port), .. settings.Endpoints],
        });
        Assert.Equal(["1"], run.Read("SELECT id FROM t"));
        Assert.Equal(["1"], run.Read("SELECT id FROM t"));
        Assert.Contains($"127.0.0.1:{port}", Assert.Single(run.Log), StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_waits_long_and_runs_in_the_level_that_was_asked_for()
    {
        using var run = MySqlRun.With("SELECT 1", settings => settings with { SessionVariables = ["sort_buffer_size=1048576"] });
        Assert.Equal(["600|READ-COMMITTED|1048576"], run.Read("SELECT @@net_write_timeout, @@tx_isolation, @@sort_buffer_size"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("NO_BACKSLASH_ESCAPES")]
    public void Texts_with_quotes_backslashes_and_marks_mean_themselves_in_any_sql_mode(string mode)
    {
        using var run = MySqlRun.With("CREATE TABLE t (v VARCHAR(40));", settings => settings with { SessionVariables = [$"sql_mode='{mode}'"] });
        const string Text = @"\'?@x; -- \\";
        using (var session = run.OpenSession())
        {
            var schema = session.DescribeTable(new("t"), CancellationToken.None);
            using var writer = session.OpenWriter(new WriteRequest(new("t"), schema, WriteMode.Insert) { IsBulkAllowed = false }, CancellationToken.None);
            var batch = new RowBatch(schema);
            batch.Columns[0].AppendText(Text);
            writer.Write(batch, CancellationToken.None);
            writer.Complete(CancellationToken.None);
        }
        var literal = run.Database.Dialect.TextLiteral(Text, SqlType.VarChar);
        Assert.Equal([$"{Text}|1"], run.Read($"SELECT v, v = {literal} FROM t"));
    }
}
