using Levada.DataFiles.Avro;
using Levada.DataFiles.Tests.Samples;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Tests.Avro;

public sealed class AvroSchemaTextTests
{
    private static readonly RowSchema Names = new(
    [
        new("id", SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
        new("_NAME", SqlType.VarChar, ColumnKind.Text, JavaType.String),
        new("x$1", SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal) { Precision = 10, Scale = 2 },
    ]);

    [Fact]
    public void The_header_has_the_schema_that_Sqoop_writes()
    {
        var request = SampleRows.Request(FileLayout.Avro, schema: Names) with { RecordName = "org.example.n_a_m_e", SourceName = "n-a+m/e" };
        var expected = """
            {"type":"record","name":"n_a_m_e","namespace":"org.example","doc":"Sqoop import of n-a+m/e","fields":[
            {"name":"id","type":["null","int"],"default":null,"columnName":"id","sqlType":"4"},
            {"name":"__NAME","type":["null","string"],"default":null,"columnName":"_NAME","sqlType":"12"},
            {"name":"x_1","type":["null","string"],"default":null,"columnName":"x$1","sqlType":"3"}],"tableName":"n-a+m/e"}
            """.Replace("\n", "");
        Assert.Equal(expected, AvroPlan.From(request, TimeZoneInfo.Utc).SchemaText);
    }

    [Fact]
    public void The_schema_file_is_indented_as_Avros_Java_library_does()
    {
        var schema = new RowSchema([Names[0], Names[2]]);
        var request = SampleRows.Request(FileLayout.Avro, null, schema, ("sqoop.avro.logical_types.decimal.enable", "true"));
        Assert.Equal("emp.avsc", AvroSchemaText.FileName(request));
        Assert.Equal(
            """
            {
              "type" : "record",
              "name" : "emp",
              "doc" : "Sqoop import of emp",
              "fields" : [ {
                "name" : "id",
                "type" : [ "null", "int" ],
                "default" : null,
                "columnName" : "id",
                "sqlType" : "4"
              }, {
                "name" : "x_1",
                "type" : [ "null", {
                  "type" : "bytes",
                  "logicalType" : "decimal",
                  "precision" : 10,
                  "scale" : 2
                } ],
                "default" : null,
                "columnName" : "x$1",
                "sqlType" : "3"
              } ],
              "tableName" : "emp"
            }
            """,
            AvroSchemaText.Indented(request));
    }

    [Fact]
    public void Types_are_Sqoops_unless_logical_ones_are_asked_for()
    {
        var types = Field.Plan(SampleRows.Schema, new ValueOptions(TimeZoneInfo.Utc)).Select(static field => field.Form);
        Assert.Equal(
            [
                FieldForm.Int, FieldForm.Boolean, FieldForm.Long, FieldForm.Float, FieldForm.Double, FieldForm.DecimalText,
                FieldForm.EpochMillis, FieldForm.EpochMillis, FieldForm.EpochMillis, FieldForm.Text, FieldForm.Bytes,
            ],
            types);
        var text = AvroPlan.From(
            SampleRows.Request(FileLayout.Avro, properties: [("sqoop.avro.logical_types.temporal.enable", "true")]), TimeZoneInfo.Utc).SchemaText;
        Assert.Contains("""{"type":"int","logicalType":"date"}""", text);
        Assert.Contains("""{"type":"long","logicalType":"time-micros"}""", text);
        Assert.Contains("""{"type":"long","logicalType":"local-timestamp-micros"}""", text);
    }

    [Fact]
    public void A_timestamp_with_a_zone_is_an_instant()
    {
        var column = new Column("t", SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp) { DatabaseType = "timestamptz" };
        var options = new ValueOptions(TimeZoneInfo.Utc) { AreTemporalsLogical = true };
        Assert.Equal(FieldForm.InstantMicros, Assert.Single(Field.Plan(new RowSchema([column]), options)).Form);
    }

    [Fact]
    public void Two_columns_of_one_field_name_are_refused()
    {
        var schema = new RowSchema([Names[0] with { Name = "a-b" }, Names[0] with { Name = "a+b" }]);
        var fault = Assert.Throws<TransferException>(() => AvroPlan.From(SampleRows.Request(FileLayout.Avro, schema: schema), TimeZoneInfo.Utc));
        Assert.Contains("a-b and a+b", fault.Message);
    }

    [Fact]
    public void A_decimal_without_precision_asks_for_one()
    {
        var schema = new RowSchema([Names[2] with { Precision = 0, Scale = 0 }]);
        (string, string)[] logical = [("sqoop.avro.logical_types.decimal.enable", "true")];
        var fault = Assert.Throws<TransferException>(() => AvroPlan.From(SampleRows.Request(FileLayout.Avro, null, schema, logical), TimeZoneInfo.Utc));
        Assert.Contains("sqoop.avro.logical_types.decimal.default.precision", fault.Message);
        (string, string)[] given =
            [.. logical, ("sqoop.avro.logical_types.decimal.default.precision", "38"), ("sqoop.avro.logical_types.decimal.default.scale", "3")];
        var plan = AvroPlan.From(SampleRows.Request(FileLayout.Avro, null, schema, given), TimeZoneInfo.Utc);
        Assert.Contains("\"precision\":38,\"scale\":3", plan.SchemaText);
    }

    [Fact]
    public void A_property_that_is_no_number_is_refused()
    {
        var request = SampleRows.Request(FileLayout.Avro, properties: [("avro.mapred.deflate.level", "high")]);
        Assert.Contains("avro.mapred.deflate.level=high", Assert.Throws<TransferException>(() => AvroPlan.From(request, TimeZoneInfo.Utc)).Message);
    }
}
