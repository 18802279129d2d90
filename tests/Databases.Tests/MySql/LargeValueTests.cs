using System.Text;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.Databases.Tests.MySql;

public sealed class LargeValueTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(250)]
    [InlineData(251)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(20 << 20)]
    public void Values_of_any_length_are_whole(int byteCount)
    {
        using var run = MySqlRun.With($"CREATE TABLE t (id INT, v LONGTEXT, b LONGBLOB); INSERT INTO t VALUES (1, REPEAT('x', {byteCount}), REPEAT(X'00FF', {byteCount / 2}));");
        using var session = run.OpenSession();
        using var reader = session.Read(new ReadRequest("SELECT id, v, b, id FROM t"), CancellationToken.None);
        var batch = new RowBatch(reader.Schema);
        Assert.True(reader.Read(batch, CancellationToken.None));
        Assert.False(batch.Columns[1].GetBytes(0).ContainsAnyExcept((byte)'x'));
        Assert.Equal(byteCount, batch.Columns[1].GetBytes(0).Length);
        Assert.Equal(byteCount / 2 * 2, batch.Columns[2].GetBytes(0).Length);
        Assert.Equal(1, batch.Columns[3].Values<int>()[0]);
    }

    [Fact]
    public void Batches_of_wide_rows_are_bounded_by_bytes()
    {
        using var run = MySqlRun.With("CREATE TABLE t (id INT, v LONGTEXT); INSERT INTO t SELECT seq, REPEAT('x', 65536) FROM seq_1_to_100;");
        using var session = run.OpenSession();
        using var reader = session.Read(new ReadRequest("SELECT * FROM t"), CancellationToken.None);
        var batch = new RowBatch(reader.Schema);
        var rows = 0;
        while (reader.Read(batch, CancellationToken.None))
        {
            Assert.InRange(batch.ByteCount, 1, RowBatch.ByteCountMax + (2 * 65_536));
            rows += batch.RowCount;
        }
        Assert.Equal(100, rows);
    }

    [Fact]
    public void Large_objects_above_the_limit_go_to_their_store()
    {
        using var run = MySqlRun.With("CREATE TABLE t (id INT PRIMARY KEY, b BLOB, v TEXT); INSERT INTO t VALUES (1, X'0102', REPEAT('y', 30)), (2, REPEAT(X'AB', 30), 'z'), (3, NULL, NULL);");
        using var session = run.OpenSession();
        var store = new MemoryStore();
        using var reader = session.Read(new ReadRequest("SELECT * FROM t ORDER BY id") { LargeObjects = store }, CancellationToken.None);
        Assert.Equal([$"1|0102|{new string('y', 30)}", "2|<lob 0>|z", "3|null|null"], MySqlRun.Rows(reader));
        Assert.Equal(Enumerable.Repeat((byte)0xAB, 30), Assert.Single(store.Values));
    }

    [Fact]
    public void A_direct_stream_has_the_tuples_of_mysqldump()
    {
        using var run = MySqlRun.With("""
            CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(40), f FLOAT, d DATE, n DECIMAL(5,2), b VARBINARY(9), y YEAR);
            INSERT INTO t VALUES (1,'it''s, \\ a "b"\n\t',1000000,'2009-05-14',1.5,X'00FF1A0D',2012),(2,NULL,NULL,NULL,NULL,NULL,NULL),(3,'é',400,'2009-04-20',-1,'x',1999);
            """);
        using var session = run.OpenSession();
        using var stream = session.OpenDirect(new DirectReadRequest(new("t"), ["id", "v", "f", "d", "n", "b", "y"], "id > 0", new()), CancellationToken.None);
        using var all = new MemoryStream();
        stream.CopyTo(all);
        Assert.Equal(
            "1,'it\\'s, \\\\ a \\\"b\\\"\\n\t',1000000,'2009-05-14',1.50,'\\0\u00FF\\Z\\r',2012\n"
                + "2,NULL,NULL,NULL,NULL,NULL,NULL\n3,'Ã©',400,'2009-04-20',-1.00,'x',1999\n",
            Encoding.Latin1.GetString(all.ToArray()));
    }

    private sealed class MemoryStore : ILargeObjectStore
    {
        public List<byte[]> Values { get; } = [];

        public long InlineBytesMax => 20;

        public string Store(Stream value, CancellationToken cancellationToken)
        {
            using var copy = new MemoryStream();
            value.CopyTo(copy);
            Values.Add(copy.ToArray());
            return $"lob {Values.Count - 1}";
        }
    }
}
