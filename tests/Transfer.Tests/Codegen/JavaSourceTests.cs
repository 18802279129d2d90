using Levada.Transfer.Codegen;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Tests.Codegen;

public sealed class JavaSourceTests
{
    private static readonly RowSchema Schema = new(
    [
        new Column("id", SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
        new Column("class", SqlType.VarChar, ColumnKind.Text, JavaType.String),
        new Column("a-b", SqlType.VarBinary, ColumnKind.Bytes, JavaType.Bytes),
        new Column("at", SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp),
        new Column("note", SqlType.Clob, ColumnKind.Text, JavaType.ClobRef),
    ]);

    private static readonly TransferOptions Options = new(ToolName.CodeGen)
    {
        Text = new TextOptions
        {
            Output = new DelimiterSet('\t', '\n', '"', '\\', true),
            Input = new DelimiterSet('\u0001', '|', '\0', '\0', false),
            IsOutputGiven = true,
        },
    };

    [Fact]
    public void Columns_and_delimiters_of_our_own_source_are_read_again()
    {
        var file = JavaSource.Read(JavaClass.Source("p.q.emp", Schema, Options));
        Assert.Equal("p.q.emp", file.RecordName);
        Assert.Equal(["id", "_class", "a_b", "at", "note"], file.Schema.Columns.Select(column => column.Name));
        Assert.Equal(
            [JavaType.Integer, JavaType.String, JavaType.Bytes, JavaType.Timestamp, JavaType.String], file.Schema.Columns.Select(column => column.JavaType));
        Assert.Equal((Options.Text.Output, Options.Text.Input, true), (file.Text.Output, file.Text.Input, file.Text.IsOutputGiven));
    }

    [Fact]
    public void Columns_and_delimiters_of_a_source_shaped_like_Sqoops_are_read()
    {
        var file = JavaSource.Read("""
            import org.apache.hadoop.io.BytesWritable;
            public class t4 extends SqoopRecord  implements DBWritable, Writable {
              private final int PROTOCOL_VERSION = 3;
              protected ResultSet __cur_result_set;
              private Map<String, FieldSetterCommand> setters = new HashMap<String, FieldSetterCommand>();
              private Integer a;
              private java.math.BigDecimal b;
              private BytesWritable c;
              private static final DelimiterSet __outputDelimiters = new DelimiterSet((char) 9, (char) 10, (char) 0, (char) 92, false);
              private RecordParser __parser;
            }
            """);
        Assert.Equal("t4", file.RecordName);
        Assert.Equal([("a", JavaType.Integer), ("b", JavaType.BigDecimal), ("c", JavaType.Bytes)], file.Schema.Columns.Select(column => (column.Name, column.JavaType)));
        Assert.Equal(new DelimiterSet('\t', '\n', '\0', '\\', false), file.Text.Output);
        Assert.Equal(DelimiterSet.Default, file.Text.Input);
    }

    [Fact]
    public void A_source_without_columns_is_refused() =>
        Assert.Contains("--columns", Assert.Throws<TransferException>(() => JavaSource.Read("public class x { }")).Message);

    [Fact]
    public void Columns_that_Java_cannot_tell_apart_are_refused()
    {
        var twice = new RowSchema([Schema[0] with { Name = "a-b" }, Schema[0] with { Name = "a+b" }]);
        Assert.Contains("'a_b'", Assert.Throws<TransferException>(() => JavaClass.Source("emp", twice, Options)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("1a")]
    [InlineData("a b")]
    [InlineData("class")]
    [InlineData("x { } class y")]
    public void What_is_no_class_name_is_refused(string name) =>
        Assert.Throws<TransferException>(() => JavaClass.Source(name, Schema, Options));

    [Fact]
    public void A_name_with_an_underscore_before_it_is_a_class_name() => Assert.Contains("class _9t {", JavaClass.Source("_9t", Schema, Options));

    [Fact]
    public void Texts_are_plain_ascii_in_the_source()
    {
        Assert.Equal(@"""\000\012\\u\""~\u00e4\ud83d\ude00""", JavaText.Literal("\0\n\\u\"~ä😀"));
        Assert.All(JavaClass.Source("emp", Schema, Options), character => Assert.InRange(character, '\n', '~'));
    }
}
