using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Acceptance;

/// <summary>Hive and HBase: what is offered works, what is not is refused by name before anything is touched.</summary>
public sealed class HiveCases : AcceptanceCase
{
    [Theory]
    [InlineData("", "CREATE TABLE IF NOT EXISTS")]
    [InlineData("--create-hive-table", "CREATE TABLE `emp`")]
    public void HIV_01_The_script_creates_a_table_of_Hive_types(string option, string beginning)
    {
        Use(Product.MariaDb);
        var run = Print($"create-hive-table $C --table emp {option}");
        var script = run.Output;
        Assert.StartsWith(beginning, script);
        Assert.Matches(@"`id` INT, *`name` STRING, *`start_date` STRING, *`salary` DOUBLE, *`dept` STRING", script);
        Assert.Contains(@"FIELDS TERMINATED BY '\001'", script);
        Assert.Contains(@"LINES TERMINATED BY '\012'", script);
        Assert.Contains("STORED AS TEXTFILE", script);
        Assert.DoesNotContain("LOAD", script);
        Assert.Contains(run.Log.Split('\n'), line => line.Contains(" WARN ") && line.Contains("start_date"));
    }

    [Theory]
    [InlineData("HIV_02: --hive-import with --hive-overwrite")]
    [InlineData("HIV_04: --hive-import with --map-column-hive")]
    [InlineData("HBA_01: --hbase-table with its key")]
    [InlineData("HBA_02: --hbase-table with a composite key")]
    public void Not_offered_yet(string what) => Assert.Skip($"{what} is not offered yet and refused by name.");

    [Theory]
    [InlineData("import $C --table emp --hive-import --hive-overwrite -m 1", "--hive-import")]
    [InlineData("import $C --table emp -m 1 --hive-import --map-column-hive 'id=DECIMAL(10%2C%202)'", "--hive-import")]
    [InlineData("import $C --table t4 --hbase-table ht --column-family f --hbase-create-table -m 1", "--hbase-table")]
    [InlineData("import $C --table compkey --hbase-table hc --column-family f --hbase-row-key p,q --hbase-create-table -m 1", "--hbase-table")]
    public void HIV_02_HIV_04_HBA_01_HBA_02_An_option_that_is_not_offered_is_refused_by_name(string line, string option)
    {
        Use(Product.MariaDb);
        Refuse(line, option);
    }

    [Theory]
    [InlineData("import $C --table emp -m 1 --hive-import --as-avrodatafile", "Hive import is not compatible with importing into AVRO format")]
    [InlineData(
        "import $C --table lm -m 1 --hive-import --incremental lastmodified --check-column ts",
        "--incremental lastmodified option for hive imports is not supported")]
    public void HIV_07_What_Hive_imports_exclude_is_refused(string line, string message)
    {
        Use(Product.MariaDb);
        Refuse(line, message);
    }

    [Fact]
    public void HBA_05_A_missing_table_of_HBase_is_a_failure()
    {
        Use(Product.MariaDb);
        Refuse("import $C --table t4 --hbase-table missing --column-family f -m 1", "--hbase-table");
    }
}
