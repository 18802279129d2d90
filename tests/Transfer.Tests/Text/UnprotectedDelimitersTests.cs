using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.Transfer.Tests.Text;

public sealed class UnprotectedDelimitersTests
{
    private static readonly TransferOptions Plain = new(ToolName.Import);

    [Fact]
    public void Every_text_that_holds_a_delimiter_counts_once() => Assert.Equal(3, Count(Plain, "a,b,c", "d", "e\nf", null, ",", ""));

    [Fact]
    public void Only_the_delimiters_of_the_output_count() => Assert.Equal(1, Count(With(Plain.Text.Output with { Field = '|' }), "a,b", "c|d"));

    [Fact]
    public void Texts_that_are_enclosed_or_escaped_are_safe()
    {
        Assert.Equal(0, Count(With(Plain.Text.Output with { Enclose = '"' }), "a,b"));
        Assert.Equal(0, Count(With(Plain.Text.Output with { Escape = '\\' }), "a,b"));
    }

    [Fact]
    public void Characters_that_are_dropped_or_replaced_do_not_count()
    {
        Assert.Equal(1, Count(Plain with { Import = Plain.Import with { AreHiveDelimitersDropped = true } }, "a\nb", "c,d"));
        Assert.Equal(1, Count(Plain with { Import = Plain.Import with { HiveDelimiterReplacement = " " } }, "a\nb", "c,d"));
    }

    [Fact]
    public void Other_layouts_have_no_delimiters() => Assert.Equal(0, Count(Plain with { Layout = FileLayout.Avro }, "a,b"));

    [Fact]
    public void Texts_of_an_earlier_batch_do_not_count_again()
    {
        var batch = Batch(["a,b"]);
        batch.Clear();
        batch.Columns[0].AppendText("c");
        batch.Columns[1].AppendInt32(1);
        Assert.Equal(0, new UnprotectedDelimiters(Plain).Count(batch));
    }

    private static TransferOptions With(DelimiterSet delimiters) => Plain with { Text = Plain.Text with { Output = delimiters } };

    private static int Count(TransferOptions options, params string?[] texts) => new UnprotectedDelimiters(options).Count(Batch(texts));

    private static RowBatch Batch(string?[] texts)
    {
        var batch = new RowBatch(new RowSchema([
            new Column("t", SqlType.VarChar, ColumnKind.Text, JavaType.String),
            new Column("n", SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
        ]));
        foreach (var text in texts)
        {
            if (text is null)
                batch.Columns[0].AppendNull();
            else
                batch.Columns[0].AppendText(text);
            batch.Columns[1].AppendInt32(44);
        }

        return batch;
    }
}
