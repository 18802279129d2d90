using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.PostgreSql;

public sealed class CancelTests
{
    private const string Fixture = "CREATE TABLE t (id int PRIMARY KEY);";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancelled_read_leaves_no_query_on_the_server(bool isByToken)
    {
        using var database = TestDatabase.Create(Fixture);
        using var source = new CancellationTokenSource();
        var session = database.Session;
        using var reader = session.Read(new("SELECT repeat('x', 1000), generate_series(1, 1000000000)"), CancellationToken.None);
        var batch = new RowBatch(reader.Schema);
        Assert.True(reader.Read(batch, source.Token));
        var reading = Task.Run(() =>
        {
            while (reader.Read(batch, source.Token))
            {
            }
        });
        if (isByToken)
            await source.CancelAsync();
        else
            session.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        database.WaitFor(database.OthersAtWork, "0");
    }

    [Theory]
    [InlineData("read", true)]
    [InlineData("read", false)]
    [InlineData("execute", true)]
    [InlineData("execute", false)]
    [InlineData("eval", true)]
    [InlineData("write", true)]
    [InlineData("write", false)]
    [InlineData("insert", true)]
    public async Task A_statement_that_waits_for_a_lock_is_cancelled_on_the_server(string work, bool isByToken)
    {
        using var database = TestDatabase.Create(Fixture);
        using var holder = database.Database.OpenSession(CancellationToken.None);
        using var source = new CancellationTokenSource();
        var session = database.Session;
        var row = database.Batch("t", [1]);
        holder.Execute("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE; SELECT 1", CancellationToken.None);
        using var writer = work is "write" or "insert"
            ? OpenWriter(session, row, work == "write", holder)
            : null;
        var working = Task.Run(() => Work(session, work, writer, row, source.Token));
        database.WaitFor(database.Waiting, "1");
        if (isByToken)
            await source.CancelAsync();
        else
            session.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
        database.WaitFor(database.Waiting, "0");
        Assert.Equal("0", holder.Eval("SELECT count(*) FROM t", CancellationToken.None) is { Rows: { } rows } ? TestDatabase.ReadAll(rows)[0][0] : null);
    }

    [Fact]
    public void A_session_may_go_before_its_reader_and_its_writer()
    {
        using var database = TestDatabase.Create(Fixture);
        var reading = database.Database.OpenSession(CancellationToken.None);
        var writing = database.Database.OpenSession(CancellationToken.None);
        using (var reader = reading.Read(new("SELECT repeat('x', 1000), generate_series(1, 1000000000)"), CancellationToken.None))
        using (var writer = writing.OpenWriter(TestDatabase.Request(database.Batch("t"), "t") with { IsBulkAllowed = false }, CancellationToken.None))
        {
            Assert.True(reader.Read(new(reader.Schema), CancellationToken.None));
            writer.Write(database.Batch("t", Enumerable.Range(0, 150).Select(id => new object?[] { id }).ToArray()), CancellationToken.None);
            reading.Dispose();
            writing.Dispose();
        }
        database.WaitFor(database.OthersAtWork, "0");
        Assert.Equal("0", database.ReadValue("SELECT count(*)::int FROM t"));
    }

    [Fact]
    public void A_token_that_has_fired_lets_nothing_start()
    {
        using var database = TestDatabase.OpenEmpty();
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => database.Session.Execute("SELECT 1", source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => database.Session.Read(new("SELECT 1"), source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => database.Database.OpenSession(source.Token));
        Assert.Equal("1", database.ReadValue("SELECT 1"));
    }

    // The table's columns are asked for before it is locked.
    private static IRowWriter OpenWriter(IDatabaseSession session, RowBatch row, bool isBulk, IDatabaseSession holder)
    {
        holder.Execute("ROLLBACK", CancellationToken.None);
        var writer = session.OpenWriter(
            TestDatabase.Request(row, "t") with { IsBulkAllowed = isBulk }, CancellationToken.None);
        holder.Execute("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE", CancellationToken.None);
        return writer;
    }

    private static void Work(IDatabaseSession session, string work, IRowWriter? writer, RowBatch row, CancellationToken cancellationToken)
    {
        switch (work)
        {
            case "read": session.Read(new("SELECT * FROM t"), cancellationToken).Dispose(); break;
            case "execute": session.Execute("DELETE FROM t", cancellationToken); break;
            case "eval": session.Eval("SELECT * FROM t", cancellationToken); break;
            default:
                writer!.Write(row, cancellationToken);
                writer.Complete(cancellationToken);
                break;
        }
    }
}
