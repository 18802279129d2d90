using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.MySql;

public sealed class WriteTests
{
    private const string Target = "CREATE TABLE t (id INT NOT NULL PRIMARY KEY, msg VARCHAR(8), n INT NOT NULL DEFAULT 7);";

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Rows_are_committed_in_transactions_of_the_planned_size(bool isBulk, bool isBatch)
    {
        using var run = MySqlRun.With(Target);
        using var session = run.OpenSession();
        var commits = new List<long>();
        var seen = new List<string>();
        var request = Request(session) with
        {
            IsBulkAllowed = isBulk,
            IsBatch = isBatch,
            RowsPerStatement = 100,
            StatementsPerTransaction = 15,
            Committed = count =>
            {
                commits.Add(count);
                seen.Add(run.Ask("SELECT COUNT(*) FROM t"));
            },
        };
        using (var writer = session.OpenWriter(request, CancellationToken.None))
        {
            for (var i = 0; i < 4; i++)
                writer.Write(Rows(request.Schema, i * 1000, 1000), CancellationToken.None);
            Assert.Equal("3000", run.Ask("SELECT COUNT(*) FROM t"));
            writer.Complete(CancellationToken.None);
        }
        Assert.Equal([1500, 1500, 1000], commits);
        Assert.Equal(["1500", "3000", "4000"], seen);
        Assert.Equal("4000\t4000\t0\t3999\tm3999", run.Ask("SELECT COUNT(*), COUNT(DISTINCT id), MIN(id), MAX(id), MAX(IF(id=3999,msg,'')) FROM t"));
        Assert.Empty(run.Log);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_transaction_lasts_to_the_end_when_the_plan_says_so(bool isBulk)
    {
        using var run = MySqlRun.With(Target);
        using var session = run.OpenSession();
        var request = Request(session) with { IsBulkAllowed = isBulk, StatementsPerTransaction = -1 };
        using (var writer = session.OpenWriter(request, CancellationToken.None))
        {
            writer.Write(Rows(request.Schema, 0, 3000), CancellationToken.None);
            Assert.Equal("0", run.Ask("SELECT COUNT(*) FROM t"));
        }
        Assert.Equal("0", run.Ask("SELECT COUNT(*) FROM t"));
        using (var writer = session.OpenWriter(request, CancellationToken.None))
        {
            writer.Write(Rows(request.Schema, 0, 3000), CancellationToken.None);
            writer.Complete(CancellationToken.None);
        }
        Assert.Equal("3000", run.Ask("SELECT COUNT(*) FROM t"));
    }

    public static TheoryData<bool, bool, string, string> Refusals()
    {
        var data = new TheoryData<bool, bool, string, string>();
        foreach (var (isBulk, isBatch) in ((bool, bool)[])[(true, false), (false, false), (false, true)])
        {
            data.Add(isBulk, isBatch, "duplicate", "Duplicate entry");
            data.Add(isBulk, isBatch, "long", "Data too long for column 'msg'");
            data.Add(isBulk, isBatch, "null", "'n' cannot be null");
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_row_that_the_server_refuses_is_named_alike_on_all_paths(bool isBulk, bool isBatch, string fault, string words)
    {
        using var run = MySqlRun.With(Target);
        using var session = run.OpenSession();
        var request = Request(session) with { IsBulkAllowed = isBulk, IsBatch = isBatch };
        var batch = RowsWithFault(request.Schema, fault);
        batch.SourceName = "data/part-m-00000";
        for (var row = 0; row < batch.RowCount; row++)
            batch.SetPosition(row, row + 1);
        using (var writer = session.OpenWriter(request, CancellationToken.None))
        {
            var failure = Assert.Throws<TransferException>(() => writer.Write(batch, CancellationToken.None));
            Assert.Contains("data/part-m-00000:1235 was refused", failure.Message, StringComparison.Ordinal);
            Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        }
        Assert.Equal("0", run.Ask("SELECT COUNT(*) FROM t"));
    }

    [Fact]
    public void A_row_refused_by_a_table_without_transactions_is_named_as_well_as_the_server_tells()
    {
        using var run = MySqlRun.With("CREATE TABLE t (id INT NOT NULL PRIMARY KEY, msg VARCHAR(8), n INT NOT NULL) ENGINE=MyISAM;");
        using var session = run.OpenSession();
        var request = Request(session);
        using (var writer = session.OpenWriter(request, CancellationToken.None))
        {
            var failure = Assert.Throws<TransferException>(() => writer.Write(RowsWithFault(request.Schema, "long"), CancellationToken.None));
            Assert.Contains("Row 1235 was refused", failure.Message, StringComparison.Ordinal);
        }
        Assert.Contains("MyISAM has no transactions", Assert.Single(run.Log), StringComparison.Ordinal);
        run.Ask("TRUNCATE t");
        using (var writer = session.OpenWriter(request, CancellationToken.None))
        {
            var failure = Assert.Throws<TransferException>(() => writer.Write(RowsWithFault(request.Schema, "duplicate"), CancellationToken.None));
            Assert.Contains("from Row 1201 to Row 1300", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Bulk_rows_go_by_LOAD_DATA()
    {
        using var run = MySqlRun.With(Target);
        using var session = run.OpenSession();
        var request = Request(session);
        using var writer = session.OpenWriter(request, CancellationToken.None);
        writer.Write(Rows(request.Schema, 0, 2000), CancellationToken.None);
        using var reader = session.Read(new ReadRequest("SHOW SESSION STATUS WHERE Variable_name IN ('Com_load', 'Com_insert')"), CancellationToken.None);
        Assert.Equal(["Com_insert|0", "Com_load|1"], MySqlRun.Rows(reader));
    }

    [Fact]
    public void Rows_that_only_LOAD_DATA_doubts_are_taken_and_it_is_given_up_in_time()
    {
        using var run = MySqlRun.With(Target, settings => settings with { IsStrict = false, SessionVariables = ["sql_mode=''"] });
        using var session = run.OpenSession();
        var request = Request(session);
        using (var writer = session.OpenWriter(request, CancellationToken.None))
        {
            for (var id = 0; id < 5; id++)
            {
                var batch = new RowBatch(request.Schema);
                Append(batch, id, "longer than eight", id);
                writer.Write(batch, CancellationToken.None);
            }
            writer.Complete(CancellationToken.None);
            Assert.Equal(["3"], MySqlRun.Read(session, "SELECT VARIABLE_VALUE FROM INFORMATION_SCHEMA.SESSION_STATUS WHERE VARIABLE_NAME = 'Com_load'"));
        }
        Assert.Equal("5\tlonger t", run.Ask("SELECT COUNT(*), MIN(msg) FROM t"));
        Assert.Contains("sent by INSERT", Assert.Single(run.Log), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_out_of_range_are_refused_even_by_a_server_that_is_not_strict()
    {
        using var run = MySqlRun.With("CREATE TABLE t (v TINYINT) ENGINE=InnoDB; CREATE TABLE m (v TINYINT) ENGINE=MyISAM;", settings => settings with { SessionVariables = ["sql_mode=''"] });
        foreach (var table in (string[])["t", "m"])
        {
            using var session = run.OpenSession();
            var schema = session.DescribeTable(new(table), CancellationToken.None);
            var batch = new RowBatch(schema);
            batch.Columns[0].AppendInt32(5);
            batch.Columns[0].AppendInt32(500);
            using var writer = session.OpenWriter(new WriteRequest(new(table), schema, WriteMode.Insert), CancellationToken.None);
            Assert.Contains("Out of range", Assert.Throws<TransferException>(() => writer.Write(batch, CancellationToken.None)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_update_changes_every_row_of_a_key_and_skips_keys_that_are_not_there()
    {
        using var run = MySqlRun.With("CREATE TABLE u (a INT, b INT, c VARCHAR(16)); INSERT INTO u VALUES (0,0,'f0'),(0,1,'f1'),(1,0,'f2'),(1,1,'f3');");
        using var session = run.OpenSession();
        var schema = session.DescribeTable(new("u"), CancellationToken.None);
        var batch = new RowBatch(schema);
        AppendUpdate(batch, 0, 1, "it's \\ 1");
        AppendUpdate(batch, 5, 5, "none");
        AppendUpdate(batch, 1, 0, null);
        using (var writer = session.OpenWriter(new WriteRequest(new("u"), schema, WriteMode.Update) { Keys = ["A", "b"] }, CancellationToken.None))
        {
            writer.Write(batch, CancellationToken.None);
            writer.Complete(CancellationToken.None);
        }
        Assert.Equal(["0|0|f0", "0|1|it's \\ 1", "1|0|null", "1|1|f3"], MySqlRun.Read(session, "SELECT * FROM u ORDER BY a, b"));
        using (var writer = session.OpenWriter(new WriteRequest(new("u"), schema, WriteMode.Update) { Keys = ["a"] }, CancellationToken.None))
        {
            batch.Clear();
            AppendUpdate(batch, 1, 9, "zz");
            writer.Write(batch, CancellationToken.None);
            writer.Complete(CancellationToken.None);
        }
        Assert.Equal(["0|0|f0", "0|1|it's \\ 1", "1|9|zz", "1|9|zz"], MySqlRun.Read(session, "SELECT * FROM u ORDER BY a, b"));
    }

    [Fact]
    public void An_update_that_fails_names_its_row()
    {
        using var run = MySqlRun.With("CREATE TABLE u (a INT PRIMARY KEY, c VARCHAR(2)); INSERT INTO u VALUES (0,'a'),(1,'b'),(2,'c');");
        using var session = run.OpenSession();
        var schema = session.DescribeTable(new("u"), CancellationToken.None);
        var batch = new RowBatch(schema);
        foreach (var (key, text) in ((int, string)[])[(0, "x"), (1, "too long"), (2, "y")])
        {
            batch.Columns[0].AppendInt32(key);
            batch.Columns[1].AppendText(text);
        }
        using (var writer = session.OpenWriter(new WriteRequest(new("u"), schema, WriteMode.Update) { Keys = ["a"] }, CancellationToken.None))
            Assert.StartsWith("Row 2 was refused", Assert.Throws<TransferException>(() => writer.Write(batch, CancellationToken.None)).Message, StringComparison.Ordinal);
        Assert.Equal(["0|a", "1|b", "2|c"], MySqlRun.Read(session, "SELECT * FROM u ORDER BY a"));
    }

    [Theory]
    [InlineData("a,b,c", "there is nothing to set")]
    [InlineData("z", "z is missing")]
    public void An_update_that_makes_no_sense_is_refused_before_the_first_row(string keys, string words)
    {
        using var run = MySqlRun.With("CREATE TABLE u (a INT, b INT, c VARCHAR(16));");
        using var session = run.OpenSession();
        var schema = session.DescribeTable(new("u"), CancellationToken.None);
        var request = new WriteRequest(new("u"), schema, WriteMode.Update) { Keys = [.. keys.Split(',')] };
        Assert.Contains(words, Assert.Throws<TransferException>(() => session.OpenWriter(request, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_upsert_changes_rows_that_exist_and_inserts_others(bool isBatch)
    {
        using var run = MySqlRun.With(Target + "INSERT INTO t VALUES (1,'old1',1),(2,'old2',2);");
        using var session = run.OpenSession();
        var request = Request(session) with { Mode = WriteMode.Upsert, Keys = ["id"], IsBatch = isBatch };
        using (var writer = session.OpenWriter(request, CancellationToken.None))
        {
            writer.Write(Rows(request.Schema, 2, 2), CancellationToken.None);
            writer.Complete(CancellationToken.None);
        }
        Assert.Equal(["1|old1|1", "2|m2|2", "3|m3|3"], MySqlRun.Read(session, "SELECT * FROM t ORDER BY id"));
    }

    [Fact]
    public void A_procedure_is_called_once_for_each_row_and_its_own_rows_do_no_harm()
    {
        using var run = MySqlRun.With("""
            CREATE TABLE proc_t (id INT NOT NULL PRIMARY KEY, msg VARCHAR(32), d DATE, n INT);
            DELIMITER //
            CREATE PROCEDURE proc_p (IN i INT, IN m VARCHAR(24), IN d DATE, IN n INT)
            BEGIN INSERT INTO proc_t VALUES (i, CONCAT(m,'_2'), d, n); SELECT i; END //
            """);
        using var session = run.OpenSession();
        var schema = session.DescribeProcedure("proc_p", CancellationToken.None);
        var batch = new RowBatch(schema);
        for (var i = 0; i < 3; i++)
        {
            batch.Columns[0].AppendInt32(i);
            batch.Columns[1].AppendText($"textfield{i}");
            batch.Columns[2].AppendDate(12_050);
            batch.Columns[3].AppendInt32(3300);
        }
        var commits = new List<long>();
        var request = new WriteRequest(new("proc_p"), schema, WriteMode.Call) { Committed = commits.Add };
        using (var writer = session.OpenWriter(request, CancellationToken.None))
        {
            writer.Write(batch, CancellationToken.None);
            writer.Complete(CancellationToken.None);
            Assert.StartsWith("Row 1 was refused", Assert.Throws<TransferException>(() => writer.Write(batch, CancellationToken.None)).Message, StringComparison.Ordinal);
        }
        Assert.Equal([3], commits);
        Assert.Equal(
            ["0|textfield0_2|2002-12-29|3300", "1|textfield1_2|2002-12-29|3300", "2|textfield2_2|2002-12-29|3300"],
            MySqlRun.Read(session, "SELECT * FROM proc_t ORDER BY id"));
    }

    [Fact]
    public void Named_columns_leave_the_others_to_their_defaults()
    {
        using var run = MySqlRun.With(Target);
        using var session = run.OpenSession();
        var table = Request(session).Schema;
        var schema = new RowSchema([table[1], table[0]]);
        foreach (var isBulk in (bool[])[true, false])
        {
            var batch = new RowBatch(schema);
            batch.Columns[0].AppendText("x");
            batch.Columns[1].AppendInt32(isBulk ? 1 : 2);
            var request = new WriteRequest(new("t"), schema, WriteMode.Insert) { AreColumnsNamed = true, IsBulkAllowed = isBulk };
            using var writer = session.OpenWriter(request, CancellationToken.None);
            writer.Write(batch, CancellationToken.None);
            writer.Complete(CancellationToken.None);
        }
        Assert.Equal(["1|x|7", "2|x|7"], MySqlRun.Read(session, "SELECT * FROM t ORDER BY id"));
    }

    private static WriteRequest Request(IDatabaseSession session) =>
        new(new("t"), session.DescribeTable(new("t"), CancellationToken.None), WriteMode.Insert);

    private static RowBatch Rows(RowSchema schema, int from, int count)
    {
        var batch = new RowBatch(schema);
        for (var id = from; id < from + count; id++)
            Append(batch, id, $"m{id}", id);
        return batch;
    }

    private static RowBatch RowsWithFault(RowSchema schema, string fault)
    {
        var batch = Rows(schema, 0, 1234);
        Append(batch, fault == "duplicate" ? 1233 : 1234, fault == "long" ? "123456789" : "x", fault == "null" ? null : 1);
        for (var id = 2000; id < 3000; id++)
            Append(batch, id, "y", id);
        return batch;
    }

    private static void Append(RowBatch batch, int id, string msg, int? n)
    {
        batch.Columns[0].AppendInt32(id);
        batch.Columns[1].AppendText(msg);
        if (n is { } number)
            batch.Columns[2].AppendInt32(number);
        else
            batch.Columns[2].AppendNull();
    }

    private static void AppendUpdate(RowBatch batch, int a, int b, string? c)
    {
        batch.Columns[0].AppendInt32(a);
        batch.Columns[1].AppendInt32(b);
        if (c is null)
            batch.Columns[2].AppendNull();
        else
            batch.Columns[2].AppendText(c);
    }
}
