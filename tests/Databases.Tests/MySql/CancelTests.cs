using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.MySql;

public sealed class CancelTests
{
    // Runs for some hundred years unless it is ended.
    private const string Endless = "SELECT a.seq, b.seq FROM seq_1_to_1000000 a, seq_1_to_1000000 b WHERE a.seq + b.seq < 0";
    private const string Streaming = "SELECT a.seq, b.seq FROM seq_1_to_1000000 a, seq_1_to_1000000 b";

    [Fact]
    public async Task A_cancelled_query_ends_on_the_server()
    {
        using var run = MySqlRun.With("SELECT 1");
        using var session = run.OpenSession();
        using var cancelling = new CancellationTokenSource();
        var reading = Task.Run(() => session.Execute(Endless, cancelling.Token));
        AwaitQueries(run, 1);
        cancelling.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        AwaitQueries(run, 0);
        Assert.Equal(["1"], MySqlRun.Read(session, "SELECT 1"));
    }

    [Fact]
    public async Task Cancel_from_another_thread_ends_the_query_too()
    {
        using var run = MySqlRun.With("SELECT 1");
        using var session = run.OpenSession();
        var reading = Task.Run(() => MySqlRun.Read(session, Endless));
        AwaitQueries(run, 1);
        session.Cancel();
        await Assert.ThrowsAsync<TransferException>(() => reading);
        AwaitQueries(run, 0);
    }

    [Fact]
    public void A_reader_that_is_given_up_leaves_no_query_and_a_session_that_works()
    {
        using var run = MySqlRun.With("SELECT 1");
        using var session = run.OpenSession();
        using (var reader = session.Read(new ReadRequest(Streaming), CancellationToken.None))
            Assert.True(reader.Read(new RowBatch(reader.Schema), CancellationToken.None));
        AwaitQueries(run, 0);
        Assert.Equal(["1"], MySqlRun.Read(session, "SELECT 1"));
    }

    [Fact]
    public void A_reader_is_cancelled_between_its_rows()
    {
        using var run = MySqlRun.With("SELECT 1");
        using var session = run.OpenSession();
        using var cancelling = new CancellationTokenSource();
        using (var reader = session.Read(new ReadRequest(Streaming), cancelling.Token))
        {
            var batch = new RowBatch(reader.Schema);
            Assert.True(reader.Read(batch, cancelling.Token));
            cancelling.Cancel();
            Assert.Throws<OperationCanceledException>(() => reader.Read(batch, cancelling.Token));
        }
        AwaitQueries(run, 0);
    }

    [Fact]
    public void A_session_that_is_closed_in_the_middle_ends_its_query()
    {
        using var run = MySqlRun.With("SELECT 1");
        var session = run.OpenSession();
        var reader = session.Read(new ReadRequest(Streaming), CancellationToken.None);
        Assert.True(reader.Read(new RowBatch(reader.Schema), CancellationToken.None));
        session.Dispose();
        AwaitQueries(run, 0);
        reader.Dispose();
    }

    [Fact]
    public void A_direct_stream_that_is_given_up_leaves_no_query()
    {
        using var run = MySqlRun.With("CREATE VIEW t AS SELECT a.seq AS v FROM seq_1_to_1000000 a, seq_1_to_1000000 b;");
        using var session = run.OpenSession();
        using (var stream = session.OpenDirect(new DirectReadRequest(new("t"), ["v"], null, new()), CancellationToken.None))
            Assert.Equal(10, stream.Read(new byte[10], 0, 10));
        AwaitQueries(run, 0);
    }

    /// <summary>Waits until so many statements of this database run on the server.</summary>
    private static void AwaitQueries(MySqlRun run, int count)
    {
        // The server itself waits between looks, so that no clock of ours is in the test.
        for (var look = 0; ; look++)
        {
            var running = run.Ask($"""
                SELECT COUNT(*) FROM INFORMATION_SCHEMA.PROCESSLIST
                WHERE DB = '{run.Name}' AND COMMAND <> 'Sleep' AND ID <> CONNECTION_ID();
                DO SLEEP(0.02);
                """);
            if (running == $"{count}")
                return;
            Assert.True(look < 5_000, $"{running} statements run where {count} should.");
        }
    }
}
