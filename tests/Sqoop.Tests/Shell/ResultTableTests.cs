using Levada.Sqoop.Output;
using Levada.Transfer.Rows;

namespace Levada.Sqoop.Tests.Shell;

public sealed class ResultTableTests
{
    private static string Print(RowSchema schema, Action<RowBatch> fill)
    {
        using var output = new StringWriter();
        using var rows = new OneBatch(schema, fill);
        new ResultTable(output).Print(rows, CancellationToken.None);
        return output.ToString();
    }

    private static Column Column(string name, ColumnKind kind, int displaySize) =>
        new(name, SqlType.VarChar, kind, JavaType.String) { DisplaySize = displaySize };

    [Fact]
    public void A_table_has_rules_padding_and_bars()
    {
        var rule = new string('-', 38) + "\n";
        var text = Print(new([Column("id", ColumnKind.Int32, 11), Column("dept", ColumnKind.Text, 32)]), batch =>
        {
            batch.Columns[0].AppendInt32(1);
            batch.Columns[1].AppendText("engineering");
            batch.Columns[0].AppendInt32(2);
            batch.Columns[1].AppendText("sales");
        });
        Assert.Equal(
            $"{rule}| id          | dept                 | \n{rule}"
            + $"| 1           | engineering          | \n| 2           | sales                | \n{rule}",
            text);
    }

    [Fact]
    public void A_value_is_never_cut_and_null_is_told_apart()
    {
        var text = Print(new([Column("a_long_name", ColumnKind.Text, 3)]), batch =>
        {
            batch.Columns[0].AppendText("longer than three");
            batch.Columns[0].AppendNull();
        });
        Assert.Equal("-------\n| a_long_name | \n-------\n| longer than three | \n| (null) | \n-------\n", text);
    }

    [Fact]
    public void Without_rows_the_rules_remain() =>
        Assert.Equal("--------\n| a    | \n--------\n--------\n", Print(new([Column("a", ColumnKind.Text, 4)]), _ => { }));

    private sealed class OneBatch(RowSchema schema, Action<RowBatch> fill) : IRowReader
    {
        private bool _isRead;

        public RowSchema Schema => schema;

        public bool Read(RowBatch batch, CancellationToken cancellationToken)
        {
            batch.Clear();
            if (!_isRead) fill(batch);
            _isRead = true;
            return batch.RowCount > 0;
        }

        public void Dispose()
        {
        }
    }
}
