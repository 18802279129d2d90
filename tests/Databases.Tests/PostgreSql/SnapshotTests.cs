namespace Levada.Databases.Tests.PostgreSql;

public sealed class SnapshotTests
{
    private const string Fixture = "CREATE TABLE t (id int PRIMARY KEY, v int); INSERT INTO t SELECT i, 1 FROM generate_series(1, 1000) i;";

    [Fact]
    public void All_sessions_see_the_state_at_the_start_while_others_write()
    {
        using var database = TestDatabase.Create(Fixture);
        using var snapshot = database.Database.OpenSnapshot(new(new("t"), 4, true, false), CancellationToken.None);
        Assert.Null(snapshot.Reservation);
        Assert.Equal(4, snapshot.Sessions.Length);
        database.Psql("UPDATE t SET v = 2; DELETE FROM t WHERE id > 500; INSERT INTO t VALUES (2000, 3);");
        foreach (var session in snapshot.Sessions.Add(snapshot.Coordinator))
            Assert.Equal([["1000", "1000"]], Read(session, "SELECT count(*)::int, sum(v)::int FROM t"));
        Assert.Equal([["501", "1003"]], database.Read("SELECT count(*)::int, sum(v)::int FROM t"));
    }

    [Fact]
    public void A_snapshot_of_a_table_cannot_write()
    {
        using var database = TestDatabase.Create(Fixture);
        using var snapshot = database.Database.OpenSnapshot(new(new("t"), 1, true, false), CancellationToken.None);
        Assert.Throws<Transfer.TransferException>(() => snapshot.Coordinator.Execute("DELETE FROM t", CancellationToken.None));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Without_a_snapshot_each_session_sees_what_is_there_now(bool isWanted, bool isRelaxed)
    {
        using var database = TestDatabase.Create(Fixture);
        using var snapshot = database.Database.OpenSnapshot(new(new("t"), 2, isWanted, isRelaxed), CancellationToken.None);
        Assert.NotNull(snapshot.Reservation);
        database.Psql("DELETE FROM t WHERE id > 500;");
        Assert.Equal([["500"]], Read(snapshot.Sessions[1], "SELECT count(*)::int FROM t"));
    }

    [Fact]
    public void A_snapshot_leaves_no_connection_behind()
    {
        using var database = TestDatabase.Create(Fixture);
        database.Database.OpenSnapshot(new(new("t"), 3, true, false), CancellationToken.None).Dispose();
        database.WaitFor(
            $"SELECT count(*)::int FROM pg_stat_activity WHERE application_name = '{database.Settings.ApplicationName}' AND pid <> pg_backend_pid()", "0");
    }

    private static List<string?[]> Read(IDatabaseSession session, string sql)
    {
        using var reader = session.Read(new(sql), CancellationToken.None);
        return TestDatabase.ReadAll(reader);
    }
}
