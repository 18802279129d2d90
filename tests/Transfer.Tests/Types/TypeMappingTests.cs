using System.Collections.Immutable;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Types;

namespace Levada.Transfer.Tests.Types;

public sealed class TypeMappingTests
{
    private static readonly RowSchema Schema = new(
    [
        new Column("id", SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
        new Column("x$1", SqlType.BigInt, ColumnKind.Decimal, JavaType.Long),
        new Column("a-b", SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal) { Precision = 20, Scale = 5 },
    ]);

    [Fact]
    public void A_mapping_changes_type_and_kind()
    {
        var mapped = Apply("id", "String");
        Assert.Equal((JavaType.String, ColumnKind.Text), (mapped[0].JavaType, mapped[0].Kind));
        Assert.Equal(Schema[1], mapped[1]);
        Assert.Equal(JavaType.Timestamp, Apply("ID", "java.sql.Timestamp")[0].JavaType);
    }

    [Fact]
    public void A_mapping_to_the_type_that_a_column_has_changes_nothing() => Assert.Equal(Schema[1], Apply("x$1", "Long")[1]);

    [Fact]
    public void A_mapping_may_carry_precision_and_scale()
    {
        var mapped = Apply("a-b", "BigDecimal(10,2)");
        Assert.Equal((10, 2, ColumnKind.Decimal), (mapped[2].Precision, mapped[2].Scale, mapped[2].Kind));
        Assert.Throws<TransferException>(() => Apply("a-b", "BigDecimal(ten)"));
    }

    [Fact]
    public void A_column_may_be_named_as_Java_names_it()
    {
        Assert.Equal(JavaType.String, Apply("a_b", "String")[2].JavaType);
        Assert.Throws<TransferException>(() => Apply("a_b", "String", isNameCleaned: false));
    }

    [Fact]
    public void An_unknown_column_or_type_is_refused_with_those_there_are()
    {
        Assert.Equal(
            "No column by the name REALLY found while importing data; expecting one of [id, x$1, a-b]",
            Assert.Throws<TransferException>(() => Apply("REALLY", "String")).Message);
        Assert.Contains("NotAType", Assert.Throws<TransferException>(() => Apply("id", "NotAType")).Message);
    }

    [Fact]
    public void Every_sql_type_has_a_java_type_and_a_kind_that_holds_it()
    {
        foreach (var type in Enum.GetValues<SqlType>())
            _ = new ColumnVector(JavaTypeMapping.KindOf(JavaTypeMapping.Of(type)));
        Assert.Equal(JavaType.Integer, JavaTypeMapping.Of(SqlType.TinyInt));
        Assert.Equal(JavaType.Double, JavaTypeMapping.Of(SqlType.Float));
        Assert.Equal(JavaType.Float, JavaTypeMapping.Of(SqlType.Real));
        Assert.Equal(JavaType.BlobRef, JavaTypeMapping.Of(SqlType.LongVarBinary));
        Assert.Equal(JavaType.String, JavaTypeMapping.Of(SqlType.Other));
    }

    [Theory]
    [InlineData("foo", "foo", "foo")]
    [InlineData("_NAME", "__NAME", "__NAME")]
    [InlineData("id$1", "id$1", "id_1")]
    [InlineData("9field", "_9field", "_9field")]
    [InlineData("class", "_class", "_class")]
    [InlineData("cla ss", "_class", "_class")]
    [InlineData("this is many words", "thisismanywords", "thisismanywords")]
    [InlineData("n-a+m/e", "n_a_m_e", "n_a_m_e")]
    [InlineData("PROTOCOL_VERSION", "_PROTOCOL_VERSION", "_PROTOCOL_VERSION")]
    [InlineData("a$$b", "a$$b", "a_b")]
    [InlineData("größe", "größe", "größe")]
    [InlineData("-", "_", "_")]
    [InlineData(" ", "_", "_")]
    public void Names_are_cleaned_for_Java_and_for_Avro(string name, string java, string avro) =>
        Assert.Equal((java, avro), (ColumnNames.ToJava(name), ColumnNames.ToAvro(name)));

    [Fact]
    public void Columns_are_chosen_in_the_order_given()
    {
        Assert.Equal(["a-b", "id"], ColumnSelection.Select("t", Schema, ["A-B", "id"]).Columns.Select(column => column.Name));
        Assert.Equal(Schema, ColumnSelection.Select("t", Schema, []));
    }

    [Fact]
    public void Columns_that_cannot_be_chosen_are_refused()
    {
        Assert.StartsWith("Column name 'x' not in table", Message(() => ColumnSelection.Select("t", Schema, ["x"])));
        Assert.Equal("Duplicate Column identifier specified: 'id'", Message(() => ColumnSelection.Select("t", Schema, ["id", "ID"])));
        Assert.Contains("There is no column found in the target table t.", Message(() => ColumnSelection.Select("t", new RowSchema([]), [])));
    }

    [Fact]
    public void Columns_of_a_query_have_names_of_their_own()
    {
        var twice = new RowSchema([Schema[0], Schema[0]]);
        Assert.Equal("Duplicate Column identifier specified: 'id'", Message(() => ColumnSelection.RequireNamed(twice)));
        var nameless = new RowSchema([Schema[0], Schema[0] with { Name = "" }]);
        Assert.Contains("We found column without column name", Message(() => ColumnSelection.RequireNamed(nameless)));
        ColumnSelection.RequireNamed(Schema);
    }

    [Theory]
    [InlineData("emp", null, null, FileLayout.Avro, "emp", "emp")]
    [InlineData("n-a+m/e", null, "p.q", FileLayout.Avro, "p.q.n_a_m_e", "p.q.n_a_m_e")]
    [InlineData("emp", "x.Y", null, FileLayout.Text, "x.Y", "x.Y")]
    [InlineData(null, null, null, FileLayout.Avro, "AutoGeneratedSchema", "QueryResult")]
    [InlineData(null, null, "p", FileLayout.Sequence, "p.QueryResult", "p.QueryResult")]
    [InlineData(null, "Q1", null, FileLayout.Avro, "Q1", "Q1")]
    public void Records_and_classes_are_named_by_option_package_and_table(
        string? table, string? className, string? package, FileLayout layout, string record, string generated)
    {
        var options = new TransferOptions(ToolName.Import)
        {
            Table = table,
            Layout = layout,
            Code = new CodeOptions { ClassName = className, PackageName = package },
        };
        Assert.Equal((record, generated), (RecordNames.OfRecord(options), RecordNames.OfClass(options)));
    }

    [Theory]
    [InlineData("a.b.C", "a.b", "C")]
    [InlineData("C", "", "C")]
    public void A_class_name_is_package_and_simple_name(string name, string package, string simple) =>
        Assert.Equal((package, simple), (RecordNames.Package(name), RecordNames.Simple(name)));

    [Fact]
    public void Keys_are_ordered_as_text() =>
        Assert.Equal(["10", "9", "Z", "a", "ä", "\uFFFD", "😀"], new[] { "😀", "\uFFFD", "ä", "a", "Z", "9", "10" }.Order(Comparer<string>.Create(
            (left, right) => MergeKeyOrder.Compare(System.Text.Encoding.UTF8.GetBytes(left), System.Text.Encoding.UTF8.GetBytes(right)))));

    private static string Message(Action act) => Assert.Throws<TransferException>(act).Message;

    private static RowSchema Apply(string name, string type, bool isNameCleaned = true) =>
        JavaTypeMapping.Apply(Schema, ImmutableArray.Create(KeyValuePair.Create(name, type)), isNameCleaned);
}
