using System.Collections.Immutable;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.MySql;

/// <summary>Tests that change settings of the whole server: they run alone.</summary>
[Collection(nameof(ServerSettingTests))]
[CollectionDefinition(nameof(ServerSettingTests), DisableParallelization = true)]
public sealed class ServerSettingTests
{
    [Fact]
    public void Rows_go_by_INSERT_where_the_server_takes_no_local_data()
    {
        using var run = MySqlRun.With("CREATE TABLE t (id INT NOT NULL PRIMARY KEY)");
        using var session = run.OpenSession();
        var schema = session.DescribeTable(new("t"), CancellationToken.None);
        run.Ask("SET GLOBAL local_infile=0");
        try
        {
            using var writer = session.OpenWriter(new WriteRequest(new("t"), schema, WriteMode.Insert), CancellationToken.None);
            writer.Write(Numbers(schema, 2000), CancellationToken.None);
            writer.Complete(CancellationToken.None);
        }
        finally
        {
            run.Ask("SET GLOBAL local_infile=1");
        }
        Assert.Contains("local_infile", Assert.Single(run.Log), StringComparison.Ordinal);
        Assert.Equal("2000", run.Ask("SELECT COUNT(*) FROM t"));
    }

    [Fact]
    public void A_row_longer_than_a_packet_is_named_and_many_wide_rows_are_split()
    {
        using var run = MySqlRun.With("CREATE TABLE w (id INT PRIMARY KEY, v LONGTEXT);");
        run.Ask("SET GLOBAL max_allowed_packet=1048576");
        try
        {
            using var session = run.OpenSession();
            var schema = session.DescribeTable(new("w"), CancellationToken.None);
            var request = new WriteRequest(new("w"), schema, WriteMode.Insert) { IsBulkAllowed = false };
            using var writer = session.OpenWriter(request, CancellationToken.None);
            writer.Write(Wide(schema, [.. Enumerable.Repeat(200_000, 20)]), CancellationToken.None);
            writer.Complete(CancellationToken.None);
            Assert.Equal("20", run.Ask("SELECT COUNT(*) FROM w"));
            var failure = Assert.Throws<TransferException>(() => writer.Write(Wide(schema, [], 100, 2_000_000), CancellationToken.None));
            Assert.StartsWith("Row 2 was refused", failure.Message, StringComparison.Ordinal);
            Assert.Contains("max_allowed_packet", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            run.Ask("SET GLOBAL max_allowed_packet=268435456");
        }
    }

    private static RowBatch Numbers(RowSchema schema, int count)
    {
        var batch = new RowBatch(schema);
        for (var id = 0; id < count; id++)
            batch.Columns[0].AppendInt32(id);
        return batch;
    }

    private static RowBatch Wide(RowSchema schema, ImmutableArray<int> lengths, params ReadOnlySpan<int> more)
    {
        var batch = new RowBatch(schema);
        foreach (var length in lengths.AddRange(more))
        {
            batch.Columns[0].AppendInt32((lengths.Length * 1000) + batch.Columns[0].Count);
            batch.Columns[1].AppendText(new string('w', length));
        }
        return batch;
    }
}
