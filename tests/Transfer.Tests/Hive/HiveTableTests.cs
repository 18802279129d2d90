using Levada.Transfer.Hive;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Tests.Hive;

public sealed class HiveTableTests
{
    private static readonly RowSchema Emp = new(
    [
        Column("id", SqlType.Integer, JavaType.Integer),
        Column("name", SqlType.VarChar, JavaType.String),
        Column("start_date", SqlType.Date, JavaType.Date),
        Column("salary", SqlType.Real, JavaType.Float),
        Column("dept", SqlType.VarChar, JavaType.String),
    ]);

    private static readonly TransferOptions Options = new(ToolName.CreateHiveTable) { Table = "emp" };

    [Fact]
    public void A_table_has_the_imports_columns_and_Hives_delimiters()
    {
        var warnings = new List<string>();
        Assert.Equal(
            "CREATE TABLE IF NOT EXISTS `emp` ( `id` INT, `name` STRING, `start_date` STRING, `salary` DOUBLE, `dept` STRING) "
            + @"ROW FORMAT DELIMITED FIELDS TERMINATED BY '\001' LINES TERMINATED BY '\012' STORED AS TEXTFILE",
            HiveTable.Create(Options, Emp, null, warnings.Add));
        Assert.Equal(["Column start_date had to be cast to a less precise type in Hive"], warnings);
    }

    [Fact]
    public void Options_say_database_comment_partition_and_place()
    {
        var options = Options with
        {
            Hive = new HiveOptions
            {
                Table = "t",
                Database = "db",
                FailsIfTableExists = true,
                PartitionKey = "ds",
                ExternalTableDir = "/data/o'x",
            },
            Text = new TextOptions { IsOutputGiven = true, Output = new DelimiterSet(',', '|', '\0', '\0', false) },
        };
        Assert.Equal(
            "CREATE EXTERNAL TABLE `db`.`t` ( `id` INT) COMMENT 'Imported by sqoop on 2024/05/06 07:08:09' PARTITIONED BY (ds STRING) "
            + @"ROW FORMAT DELIMITED FIELDS TERMINATED BY '\054' LINES TERMINATED BY '\174' STORED AS TEXTFILE LOCATION '/data/o\'x'",
            HiveTable.Create(options, new RowSchema([Emp[0]]), new DateTime(2024, 5, 6, 7, 8, 9), static _ => { }));
    }

    [Fact]
    public void A_database_may_stand_before_the_table()
    {
        var options = Options with { Hive = new HiveOptions { Table = "db.t" } };
        Assert.Equal("LOAD DATA INPATH 'file:/w/emp' INTO TABLE `db`.`t`", HiveTable.Load(options, "file:/w/emp"));
        Assert.Equal("t", HiveTable.SimpleName(options));
    }

    [Fact]
    public void Loading_may_overwrite_and_fill_a_partition()
    {
        var options = Options with { Hive = new HiveOptions { IsOverwrite = true, PartitionKey = "ds", PartitionValue = "20110413" } };
        Assert.Equal("LOAD DATA INPATH 'file:/w' OVERWRITE INTO TABLE `emp` PARTITION (ds='20110413')", HiveTable.Load(options, "file:/w"));
        Assert.Equal("A;\nB;\n", HiveTable.Script("A", "B"));
    }

    [Fact]
    public void A_mapped_column_has_the_type_given_and_no_warning()
    {
        var options = Options with { Hive = new HiveOptions { ColumnTypes = [new("ID", "DECIMAL(10, 2)"), new("start_date", "DATE")] } };
        var warnings = new List<string>();
        Assert.Contains("( `id` DECIMAL(10, 2), `name` STRING, `start_date` DATE,", HiveTable.Create(options, Emp, null, warnings.Add));
        Assert.Empty(warnings);
    }

    [Fact]
    public void What_Hive_cannot_take_is_refused()
    {
        Assert.Contains("No column by the name x found", Refusal(Options with { Hive = new HiveOptions { ColumnTypes = [new("x", "INT")] } }, Emp));
        Assert.Equal(
            "Partition key name cannot be a column to import.", Refusal(Options with { Hive = new HiveOptions { PartitionKey = "NAME" } }, Emp));
        Assert.Contains("--map-column-hive b=", Refusal(Options, new RowSchema([Column("b", SqlType.Binary, JavaType.Bytes)])));
        Assert.Contains("out-of-range", Refusal(Options with
        {
            Text = new TextOptions { IsOutputGiven = true, Output = DelimiterSet.Default with { Field = '\u0080' } },
        }, Emp));
    }

    [Fact]
    public void A_parquet_table_has_the_types_of_its_files()
    {
        var schema = new RowSchema(
        [
            Column("i", SqlType.Integer, JavaType.Integer), Column("l", SqlType.BigInt, JavaType.Long), Column("f", SqlType.Real, JavaType.Float),
            Column("d", SqlType.Double, JavaType.Double), Column("b", SqlType.Bit, JavaType.Boolean), Column("s", SqlType.VarChar, JavaType.String),
            Column("x", SqlType.VarBinary, JavaType.Bytes), Column("t", SqlType.Timestamp, JavaType.Timestamp),
            Column("n", SqlType.Decimal, JavaType.BigDecimal) with { Precision = 65, Scale = 5 },
        ]);
        var options = Options with { Layout = FileLayout.Parquet };
        Assert.Equal(
            "CREATE TABLE IF NOT EXISTS `emp` ( `i` INT, `l` BIGINT, `f` FLOAT, `d` DOUBLE, `b` BOOLEAN, `s` STRING, `x` BINARY, `t` BIGINT, `n` STRING) "
            + "STORED AS PARQUET",
            HiveTable.Create(options, schema, null, static _ => { }));
        options = options with { Properties = options.Properties.Add("sqoop.parquet.logical_types.decimal.enable", "true") };
        Assert.Contains("`n` DECIMAL(38, 5)", HiveTable.Create(options, schema, null, static _ => { }));
    }

    private static string Refusal(TransferOptions options, RowSchema schema) =>
        Assert.Throws<TransferException>(() => HiveTable.Create(options, schema, null, static _ => { })).Message;

    private static Column Column(string name, SqlType type, JavaType javaType) => new(name, type, ColumnKind.Text, javaType);
}
