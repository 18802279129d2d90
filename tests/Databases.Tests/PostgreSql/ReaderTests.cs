using System.Text;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.Databases.Tests.PostgreSql;

public sealed class ReaderTests
{
    private const int LargeBytes = 20_000_000;

    [Fact]
    public void A_query_without_rows_yields_no_batch()
    {
        using var database = TestDatabase.OpenEmpty();
        Assert.Empty(database.Read("SELECT 1 WHERE false"));
    }

    [Fact]
    public void Rows_arrive_in_order_over_many_batches()
    {
        using var database = TestDatabase.OpenEmpty();
        var rows = database.Read("SELECT i, 'row ' || i, CASE WHEN i % 3 = 0 THEN NULL ELSE i::int8 END FROM generate_series(1, 20000) i ORDER BY 1");
        Assert.Equal(
            Enumerable.Range(1, 20_000).Select(i => new[] { $"{i}", $"row {i}", i % 3 == 0 ? null : $"{i}" }),
            rows);
    }

    [Theory]
    [InlineData("SELECT 1 ;")]
    [InlineData("SELECT 1 -- the end")]
    [InlineData("WITH a AS (SELECT 1) SELECT * FROM a")]
    [InlineData("VALUES (1)")]
    public void Queries_of_any_form_are_read(string sql)
    {
        using var database = TestDatabase.OpenEmpty();
        Assert.Equal("1", database.ReadValue(sql));
    }

    [Fact]
    public void Columns_of_one_name_are_told_apart_where_types_are_converted()
    {
        using var database = TestDatabase.OpenEmpty();
        Assert.Equal(
            [["{1}", "2", "{3}"]], database.Read("SELECT '{1}'::int[] AS a, 2 AS a, '{3}'::int[] AS \"A b\" ORDER BY 1 -- all"));
    }

    [Fact]
    public void A_second_query_reads_after_the_first_has_ended_or_was_given_up()
    {
        using var database = TestDatabase.OpenEmpty();
        Assert.Equal("1", database.ReadValue("SELECT 1"));
        using (var reader = database.Session.Read(new("SELECT repeat('x', 100), generate_series(1, 50000000)"), CancellationToken.None))
            Assert.True(reader.Read(new(reader.Schema), CancellationToken.None));
        Assert.Equal("2", database.ReadValue("SELECT 2"));
    }

    [Fact]
    public void A_query_that_fails_on_its_way_says_why()
    {
        using var database = TestDatabase.OpenEmpty();
        var failure = Assert.Throws<TransferException>(() => database.Read("SELECT 1 / (i - 5000) FROM generate_series(1, 10000) i"));
        Assert.Equal("PostgreSQL: division by zero (SQLSTATE 22012)", failure.Message);
        Assert.Equal("1", database.ReadValue("SELECT 1"));
    }

    [Fact]
    public void A_batch_ends_by_bytes_when_rows_are_large()
    {
        using var database = TestDatabase.OpenEmpty();
        using var reader = database.Session.Read(
            new("SELECT i, repeat(chr(97 + i % 26), 65536), convert_to(repeat('b', 65536), 'UTF8') FROM generate_series(1, 100) i"), CancellationToken.None);
        var batch = new RowBatch(reader.Schema);
        var count = 0;
        while (reader.Read(batch, CancellationToken.None))
        {
            Assert.InRange(batch.ByteCount, 1, RowBatch.ByteCountMax + (2 * 65_536) + 64);
            for (var row = 0; row < batch.RowCount; row++)
            {
                var i = batch.Columns[0].Values<int>()[row];
                Assert.Equal(++count, i);
                Assert.Equal(65_536, batch.Columns[1].GetBytes(row).Count((byte)('a' + (i % 26))));
                Assert.Equal(65_536, batch.Columns[2].GetBytes(row).Count((byte)'b'));
            }
        }
        Assert.Equal(100, count);
    }

    [Fact]
    public void A_large_value_that_stays_in_its_row_is_whole()
    {
        using var database = TestDatabase.OpenEmpty();
        using var reader = database.Session.Read(
            new($"SELECT repeat('0123456789', {LargeBytes / 10}), 5"), CancellationToken.None);
        var batch = new RowBatch(reader.Schema);
        Assert.True(reader.Read(batch, CancellationToken.None));
        Assert.Equal(LargeBytes, batch.Columns[0].GetBytes(0).Length);
        Assert.Equal("0123456789"u8, batch.Columns[0].GetBytes(0)[^10..]);
        Assert.Equal(5, batch.Columns[1].Values<int>()[0]);
        Assert.False(reader.Read(batch, CancellationToken.None));
    }

    [Fact]
    public void A_large_value_goes_to_its_store_in_pieces_and_its_memory_stays_small()
    {
        using var database = TestDatabase.OpenEmpty();
        var store = new CountingStore { InlineBytesMax = 2 << 20 };
        using var reader = database.Session.Read(
            new($"SELECT i, repeat('ab', {LargeBytes / 2}), convert_to(repeat('cd', {LargeBytes / 2}), 'UTF8'), repeat('e', 2097152), i FROM generate_series(1, 3) i")
                { LargeObjects = store },
            CancellationToken.None);
        var batch = new RowBatch(reader.Schema);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var texts = new List<string>();
        while (reader.Read(batch, CancellationToken.None))
            for (var row = 0; row < batch.RowCount; row++)
            {
                Assert.True(batch.Columns[2].TryGetUntyped(row, out var reference));
                texts.Add(Encoding.UTF8.GetString(batch.Columns[1].GetBytes(row)));
                texts.Add(reference);
                Assert.Equal(2_097_152, batch.Columns[3].GetBytes(row).Length);
                Assert.Equal(batch.Columns[0].Values<int>()[row], batch.Columns[4].Values<int>()[row]);
            }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, LargeBytes);
        Assert.Equal(Enumerable.Range(0, 6).Select(number => $"ref {number} of {LargeBytes}"), texts);
    }

    [Fact]
    public void What_a_store_leaves_unread_does_not_reach_the_next_column()
    {
        using var database = TestDatabase.OpenEmpty();
        var store = new CountingStore { IsLazy = true };
        using var reader = database.Session.Read(
            new($"SELECT repeat('ab', {LargeBytes / 2}), 7") { LargeObjects = store }, CancellationToken.None);
        Assert.Equal([["ref 0 of 1", "7"]], TestDatabase.ReadAll(reader));
    }

    [Fact]
    public void Ordinary_texts_stay_in_their_row_even_when_nothing_large_may()
    {
        using var database = TestDatabase.OpenEmpty();
        using var reader = database.Session.Read(
            new("SELECT 'Aaron'::text, '\\x01'::bytea") { LargeObjects = new CountingStore() }, CancellationToken.None);
        Assert.Equal([["Aaron", "01"]], TestDatabase.ReadAll(reader));
    }

    private sealed class CountingStore : ILargeObjectStore
    {
        private int _count;

        public long InlineBytesMax { get; init; }

        public bool IsLazy { get; init; }

        public string Store(Stream value, CancellationToken cancellationToken)
        {
            var buffer = new byte[IsLazy ? 1 : 10_000];
            var bytes = 0L;
            for (int count; (count = value.Read(buffer)) > 0 && !(IsLazy && bytes > 0);)
                bytes += count;
            return $"ref {_count++} of {bytes}";
        }
    }
}
