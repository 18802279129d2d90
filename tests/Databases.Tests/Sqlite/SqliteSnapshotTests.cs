namespace Levada.Databases.Tests.Sqlite;

public sealed class SqliteSnapshotTests
{
    [Fact]
    public void In_WAL_mode_all_sessions_see_one_state_while_writers_go_on()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT); INSERT INTO t VALUES (1)", "wal");
        using var database = file.Open();
        using (var snapshot = database.OpenSnapshot(new SnapshotRequest(new("t"), 3, true, false), CancellationToken.None))
        {
            file.Run("INSERT INTO t VALUES (2)");
            Assert.Null(snapshot.Reservation);
            Assert.Equal(3, snapshot.Sessions.Length);
            Assert.All(snapshot.Sessions.Add(snapshot.Coordinator), session => Assert.Equal(["1"], RowText.Of(session, "SELECT id FROM t")));
        }
        Assert.Equal(["1", "2"], file.Rows("SELECT id FROM t"));
        Assert.Empty(file.Warnings);
    }

    [Fact]
    public void In_a_rollback_mode_writers_wait_and_the_log_says_so()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT); INSERT INTO t VALUES (1)");
        using var database = file.Open("?busy_timeout=20");
        using (var snapshot = database.OpenSnapshot(new SnapshotRequest(new("t"), 2, true, false), CancellationToken.None))
        {
            using var writer = database.OpenSession(CancellationToken.None);
            Assert.Throws<Transfer.TransferException>(() => writer.Execute("INSERT INTO t VALUES (2)", CancellationToken.None));
            Assert.Null(snapshot.Reservation);
            Assert.All(snapshot.Sessions, session => Assert.Equal(["1"], RowText.Of(session, "SELECT id FROM t")));
        }
        file.Run("INSERT INTO t VALUES (3)");
        Assert.Contains("not in WAL mode", Assert.Single(file.Warnings));
    }

    [Fact]
    public void Without_a_snapshot_each_session_reads_by_itself()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT)");
        using var database = file.Open();
        using var snapshot = database.OpenSnapshot(new SnapshotRequest(new("t"), 2, false, false), CancellationToken.None);
        Assert.Empty(RowText.Of(snapshot.Sessions[0], "SELECT id FROM t"));
        file.Run("INSERT INTO t VALUES (1)");
        Assert.Equal(["1"], RowText.Of(snapshot.Sessions[0], "SELECT id FROM t"));
    }

    [Fact]
    public void A_file_that_only_may_be_read_is_read_with_a_reservation()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT); INSERT INTO t VALUES (1)");
        using var database = file.Open("?mode=ro");
        using var snapshot = database.OpenSnapshot(new SnapshotRequest(new("t"), 2, true, false), CancellationToken.None);
        Assert.StartsWith("Each task reads its own state of the data: this account may not write", snapshot.Reservation);
        Assert.Equal(["1"], RowText.Of(snapshot.Sessions[1], "SELECT id FROM t"));
    }
}
