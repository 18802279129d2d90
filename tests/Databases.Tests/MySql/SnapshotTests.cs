using System.Collections.Immutable;
using Levada.Databases.MySql;
using Levada.Transfer;
using Levada.Transfer.Sql;

namespace Levada.Databases.Tests.MySql;

public sealed class SnapshotTests
{
    private const string Accounts = """
        CREATE TABLE acc (id INT PRIMARY KEY, amount INT NOT NULL);
        INSERT INTO acc SELECT seq, 100 FROM seq_1_to_400;
        """;

    [Fact]
    public async Task Parallel_sessions_see_one_state_while_others_write()
    {
        using var run = MySqlRun.With(Accounts);
        using var stopping = new CancellationTokenSource();
        var hasBegun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = Task.Run(() => MoveMoney(run, hasBegun, stopping.Token));
        await Task.WhenAny(hasBegun.Task, writer);
        var seenCount = 0;
        for (var round = 0; round < 20 && seenCount < 5; round++)
        {
            using var snapshot = Open(run, new TableName("acc"), 4);
            // Where the machine forgets a writer for seconds, it keeps the table for as long: that round shows nothing.
            if (snapshot.Reservation?.Contains("could not be locked", StringComparison.Ordinal) == true) continue;
            Assert.Null(snapshot.Reservation);
            // Each session reads its quarter, one after the other; money that moved meanwhile would be counted twice or not at all.
            var total = snapshot.Sessions.Select((session, i) => MySqlRun.Read(
                session, $"SELECT COALESCE(SUM(amount), 0) FROM acc WHERE id > {i * 100} AND id <= {(i + 1) * 100}")[0]).Sum(Unscaled);
            Assert.Equal(40_000, total);
            seenCount++;
        }
        Assert.True(seenCount > 0);
        await stopping.CancelAsync();
        Assert.True(await writer > 0);
    }

    [Fact]
    public void Bounds_are_asked_in_the_state_that_the_rows_are_read_in()
    {
        using var run = MySqlRun.With(Accounts);
        using var snapshot = Open(run, new TableName("acc"), 2);
        run.Ask("INSERT INTO acc VALUES (1000, 1)");
        Assert.Equal(["400"], MySqlRun.Read(snapshot.Coordinator, "SELECT MAX(id) FROM acc"));
        Assert.All(snapshot.Sessions, session => Assert.Equal(["400"], MySqlRun.Read(session, "SELECT MAX(id) FROM acc")));
    }

    [Fact]
    public void Writers_go_on_as_soon_as_the_snapshot_has_begun()
    {
        using var run = MySqlRun.With(Accounts);
        using var snapshot = Open(run, new TableName("acc"), 4);
        Assert.Equal("", run.Ask("SET innodb_lock_wait_timeout=1; SET lock_wait_timeout=1; UPDATE acc SET amount = 0"));
        Assert.Equal("0", run.Ask("SELECT SUM(amount) FROM acc"));
    }

    [Fact]
    public void A_writer_that_holds_the_table_makes_a_reservation_and_no_error()
    {
        using var run = MySqlRun.With(Accounts);
        using var holder = run.OpenSession();
        holder.Execute("START TRANSACTION", CancellationToken.None);
        holder.Execute("UPDATE acc SET amount = 1 WHERE id = 1", CancellationToken.None);
        using var snapshot = Open(run, new TableName("acc"), 2);
        Assert.Contains("could not be locked", snapshot.Reservation!, StringComparison.Ordinal);
        Assert.Equal(["100"], MySqlRun.Read(snapshot.Sessions[1], "SELECT amount FROM acc WHERE id = 1"));
    }

    [Fact]
    public void An_account_without_the_right_to_lock_reads_with_a_reservation()
    {
        using var run = MySqlRun.With(Accounts);
        run.Ask($"CREATE USER '{run.Name}'@'%' IDENTIFIED BY 'x'; GRANT SELECT ON {run.Name}.* TO '{run.Name}'@'%'");
        using var poor = run.As(settings => settings with { UserName = run.Name, Password = "x" });
        using var snapshot = Open(poor, new TableName("acc"), 2);
        Assert.Contains("Access denied", snapshot.Reservation!, StringComparison.Ordinal);
        Assert.Equal(["400"], MySqlRun.Read(snapshot.Sessions[1], "SELECT COUNT(*) FROM acc"));
    }

    [Fact]
    public void A_free_query_is_read_in_a_snapshot_by_one_session_and_with_a_reservation_by_several()
    {
        using var run = MySqlRun.With(Accounts);
        using var one = Open(run, null, 1);
        Assert.Null(one.Reservation);
        using var several = Open(run, null, 3);
        Assert.Contains("free query", several.Reservation!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_without_transactions_makes_a_reservation()
    {
        using var run = MySqlRun.With("CREATE TABLE m (id INT) ENGINE=MyISAM");
        using var snapshot = Open(run, new TableName("m"), 2);
        Assert.Contains("MyISAM", snapshot.Reservation!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_is_read_in_one_state()
    {
        using var run = MySqlRun.With(Accounts + "CREATE VIEW v AS SELECT * FROM acc;");
        using var snapshot = Open(run, new TableName("v"), 2);
        Assert.Null(snapshot.Reservation);
        run.Ask("DELETE FROM acc");
        Assert.All(snapshot.Sessions, session => Assert.Equal(["400"], MySqlRun.Read(session, "SELECT COUNT(*) FROM v")));
    }

    [Fact]
    public void Relaxed_sessions_read_what_is_not_committed()
    {
        using var run = MySqlRun.With(Accounts);
        using var holder = run.OpenSession();
        holder.Execute("START TRANSACTION", CancellationToken.None);
        holder.Execute("UPDATE acc SET amount = 1 WHERE id = 1", CancellationToken.None);
        using var relaxed = run.Database.OpenSnapshot(new SnapshotRequest(new("acc"), 2, IsWanted: false, IsIsolationRelaxed: true), CancellationToken.None);
        Assert.Equal(["1"], MySqlRun.Read(relaxed.Sessions[0], "SELECT amount FROM acc WHERE id = 1"));
        Assert.Contains("turned off", relaxed.Reservation!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_database_is_an_error_and_leaves_no_session()
    {
        using var run = MySqlRun.With("SELECT 1");
        using var lost = run.As(settings => settings with { Database = "no_such_database" });
        Assert.Contains("no_such_database", Assert.Throws<TransferException>(() => Open(lost, new TableName("t"), 3)).Message, StringComparison.Ordinal);
    }

    private static IDatabaseSnapshot Open(MySqlRun run, TableName? table, int sessionCount) =>
        run.Database.OpenSnapshot(new SnapshotRequest(table, sessionCount, IsWanted: true, IsIsolationRelaxed: false), CancellationToken.None);

    private static long Unscaled(string sum) => long.Parse(sum.Split('e')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Moves an amount from the first quarter to the last again and again; the total never changes.</summary>
    private static int MoveMoney(MySqlRun run, TaskCompletionSource hasBegun, CancellationToken stopping)
    {
        using var session = run.OpenSession();
        var moves = 0;
        for (; !stopping.IsCancellationRequested; moves++)
        {
            ImmutableArray<string> move =
            [
                $"UPDATE acc SET amount = amount - 1 WHERE id = {1 + (moves % 100)}",
                $"UPDATE acc SET amount = amount + 1 WHERE id = {301 + (moves % 100)}",
            ];
            session.ExecuteTransaction(move, CancellationToken.None);
            hasBegun.TrySetResult();
        }
        return moves;
    }
}
