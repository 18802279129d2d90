using System.Text;
using CsCheck;
using Levada.Transfer.Codegen;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Types;

namespace Levada.Transfer.Tests.Codegen;

public sealed class ColumnsJsonTests
{
    private static readonly Gen<Column> Columns = Gen.Select(
        Gen.String, Gen.Enum<SqlType>(), Gen.Enum<JavaType>(), Gen.Int, Gen.Int, Gen.Bool,
        (name, type, javaType, precision, scale, isNullable) => new Column(name, type, JavaTypeMapping.KindOf(javaType), javaType)
        {
            Precision = precision,
            Scale = scale,
            IsNullable = isNullable,
        });

    private static readonly Gen<DelimiterSet> Delimiters =
        Gen.Select(Gen.Char, Gen.Char, Gen.Char, Gen.Char, Gen.Bool, (field, record, enclose, escape, isRequired) => new DelimiterSet(field, record, enclose, escape, isRequired));

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Select(Columns.Array[0, 5], Delimiters, Delimiters, Gen.String).Sample((columns, output, input, nullText) =>
        {
            var text = new TextOptions { Output = output, Input = input, NullString = nullText, InputNullNonString = nullText, IsOutputGiven = true };
            var file = ColumnsJson.Read(ColumnsJson.Write("p.emp", new RowSchema([.. columns]), text));
            Assert.Equal("p.emp", file.RecordName);
            Assert.Equal(columns, file.Schema.Columns);
            Assert.Equal(text, file.Text);
        });

    [Fact]
    public void A_file_reads_as_it_looks()
    {
        const string json = """
            {"record":"emp","comment":[1],"columns":[{"name":"id","sqlType":4,"javaType":"Integer","precision":0,"scale":0,"nullable":false}],
            "output":{"field":44,"record":10,"enclose":0,"escape":0,"encloseRequired":false,"nullString":"null","nullNonString":"\\N"},
            "input":{"field":9,"record":10,"enclose":34,"escape":92,"encloseRequired":true,"nullString":"","nullNonString":"null"}}
            """;
        var file = ColumnsJson.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal(("id", JavaType.Integer, false), (file.Schema[0].Name, file.Schema[0].JavaType, file.Schema[0].IsNullable));
        Assert.Equal(("\\N", new DelimiterSet('\t', '\n', '"', '\\', true)), (file.Text.NullNonString, file.Text.Input));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"record\":null,\"output\":{},\"input\":{},\"columns\":[]}")]
    [InlineData("{\"record\":\"x\",\"output\":{},\"input\":{},\"columns\":[{\"name\":\"a\",\"sqlType\":4,\"javaType\":\"77\"}]}")]
    [InlineData("{\"record\":\"x\",\"output\":{\"field\":70000},\"input\":{},\"columns\":[]}")]
    public void What_is_no_such_file_is_refused(string json) =>
        Assert.Contains("columns.json", Assert.Throws<TransferException>(() => ColumnsJson.Read(Encoding.UTF8.GetBytes(json))).Message);
}
