using Levada.Databases.Generic;
using Levada.Databases.Tests.Sqlite;
using Levada.Databases.Writing;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using Microsoft.Data.Sqlite;

namespace Levada.Databases.Tests.Generic;

/// <summary>Statements of several rows, as SQL Server gets them, seen through a provider that is at hand.</summary>
public sealed class AdoRowWriterTests
{
    private static readonly RowSchema Schema = new(
        [new Column("id", SqlType.Integer, ColumnKind.Int32, JavaType.Integer), new Column("v", SqlType.VarChar, ColumnKind.Text, JavaType.String)]);

    [Fact]
    public void Rows_of_all_statements_arrive_and_commits_are_told()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT, v TEXT)");
        var commits = new List<long>();
        Write(file, Batch(105), new WriteRequest(new("t"), Schema, WriteMode.Insert) { RowsPerStatement = 10, StatementsPerTransaction = 3, Committed = commits.Add });
        Assert.Equal([30, 30, 30, 15], commits);
        Assert.Equal(["105|105|5565"], file.Rows("SELECT count(*), count(DISTINCT v), sum(id) FROM t"));
    }

    [Fact]
    public void The_row_that_makes_a_statement_fail_is_named_and_nothing_of_its_transaction_stays()
    {
        using var file = new SqliteTestFile("CREATE TABLE t (id INT CHECK (id <> 77), v TEXT)");
        var request = new WriteRequest(new("t"), Schema, WriteMode.Insert) { RowsPerStatement = 10, StatementsPerTransaction = 3 };
        var failure = Assert.Throws<TransferException>(() => Write(file, Batch(105), request));
        Assert.StartsWith("part-m-00002:77: ", failure.Message);
        Assert.Equal(["60"], file.Rows("SELECT count(*) FROM t"));
    }

    [Fact]
    public void An_update_of_keys_alone_is_refused() =>
        Assert.Throws<TransferException>(
            () => new StatementPlan(new SqliteDialect(), new WriteRequest(new("t"), Schema, WriteMode.Update) { Keys = ["id", "v"] }, 1, index => $"@p{index}"));

    [Fact]
    public void A_statement_carries_no_more_values_than_the_product_takes()
    {
        var wide = new RowSchema([.. Enumerable.Range(0, 500).Select(index => Schema[0] with { Name = $"c{index}" })]);
        var request = new WriteRequest(new("t"), wide, WriteMode.Insert) { RowsPerStatement = 100 };
        Assert.Equal(4, new StatementPlan(new SqlServerDialect(), request, SqlServerDialect.RowsPerStatementMax, index => $"@p{index}").StatementRows);
        Assert.Equal(65, new StatementPlan(new SqliteDialect(), request, int.MaxValue, index => $"?{index}").StatementRows);
        Assert.Equal(1, new StatementPlan(new SqliteDialect(), request with { IsBatch = true }, int.MaxValue, index => $"?{index}").StatementRows);
    }

    private static RowBatch Batch(int rowCount)
    {
        var batch = new RowBatch(Schema) { SourceName = "part-m-00002" };
        for (var row = 0; row < rowCount; row++)
        {
            batch.Columns[0].AppendInt32(row + 1);
            batch.Columns[1].AppendText($"row {row + 1}");
            batch.SetPosition(row, row + 1);
        }
        return batch;
    }

    private static void Write(SqliteTestFile file, RowBatch batch, WriteRequest request)
    {
        using var channel = AdoChannel.Open(new SqliteConnection($"Data Source={file.Path};Pooling=False"), "SQLite", null, 0, CancellationToken.None);
        var parameters = new GenericParameters("@{0}");
        using var writer = new AdoRowWriter(channel, new StatementPlan(new SqliteDialect(), request, 1000, parameters.Marker), parameters);
        writer.Write(batch, CancellationToken.None);
        writer.Complete(CancellationToken.None);
    }
}
