using Levada.Transfer.CommandLine;
using Levada.Transfer.Options;

namespace Levada.Transfer.Tests.CommandLine;

/// <summary>Hive, HBase, HCatalog, Accumulo: the complaints of Sqoop come first, then what is not offered.</summary>
public sealed class TargetCheckTests
{
    private const string T = $"import {Sqoop.Connect} --table t";
    private const string H = $"{T} --hive-import";
    private const string C = $"{T} --hcatalog-table h";
    private const string A = $"{T} --accumulo-table a --accumulo-column-family f";

    [Theory]
    [InlineData($"{H} --hive-drop-import-delims --hive-delims-replacement x", "The hive-drop-import-delims option conflicts with the hive-delims-replacement option.")]
    [InlineData($"{H} --hcatalog-table h", "The hcatalog-table option conflicts with the hive-import option.")]
    [InlineData($"{C} --hcatalog-external-table", "Using --hcatalog-external-table only takes effect when")]
    [InlineData($"{H} --as-avrodatafile", "Hive import is not compatible with importing into AVRO format.")]
    [InlineData($"{H} --as-sequencefile", "Hive import is not compatible with importing into SequenceFile format.")]
    [InlineData($"{H} --incremental lastmodified --check-column ts", "--incremental lastmodified option for hive imports is not supported")]
    [InlineData($"{H} --append", "Append mode for hive imports is not yet supported.")]
    [InlineData($"{T} --external-table-dir d", "Importing to external Hive table requires --hive-import parameter to be set.")]
    [InlineData($"{T} --hs2-url u", "The hs2-url option cannot be used without the hive-import option.")]
    [InlineData($"{H} --hs2-user u", "The hs2-user option cannot be used without the hs2-url option.")]
    [InlineData($"{H} --hs2-url u --hs2-keytab k", "The hs2-keytab option cannot be used without the hs2-user option.")]
    [InlineData(H, "--hive-import is not offered yet")]
    [InlineData($"{H} --hive-overwrite --hs2-url u --hs2-user v --hs2-keytab k", "--hive-import is not offered yet")]
    [InlineData($"import-all-tables {Sqoop.Connect} --hive-import", "--hive-import is not offered yet")]
    public void Hive(string line, string complaint) => Assert.StartsWith(complaint, Sqoop.Complaint(line));

    [Theory]
    [InlineData($"{T} --hbase-table t", "Both --hbase-table and --column-family must be set together.")]
    [InlineData($"{T} --column-family t", "Both --hbase-table and --column-family must be set together.")]
    [InlineData($"{T} --hbase-bulkload", "Can't run import with hbase-bulkload without hbase-table")]
    [InlineData($"{T} --hbase-table t --column-family f --as-parquetfile", "Can't run HBase import with file layout: ParquetFile")]
    [InlineData($"{T} --hbase-table t --column-family f --direct", "Direct mode is incompatible with HBase. Please remove the parameter --direct")]
    [InlineData($"{T} --hbase-null-incremental-mode x", "Unknown HBase null incremental mode: x. Use 'ignore' or 'delete'.")]
    [InlineData($"{T} --hbase-table t --column-family f --hbase-create-table", "--hbase-table is not offered yet")]
    public void HBase(string line, string complaint) => Assert.StartsWith(complaint, Sqoop.Complaint(line));

    [Theory]
    [InlineData($"{C} --append", "Append mode for imports is not compatible with HCatalog.")]
    [InlineData($"export {Sqoop.Connect} --table t --hcatalog-table h --export-dir d", "The export-dir option conflicts with the hcatalog-table option.")]
    [InlineData($"{C} --direct --target-dir d", "The target-dir option conflicts with the hcatalog-table option.")]
    [InlineData($"{C} --direct --warehouse-dir d", "The warehouse-dir option conflicts with the hcatalog-table option.")]
    [InlineData($"{C} --as-avrodatafile", "HCatalog job is not compatible with AVRO format option")]
    [InlineData($"{C} --as-sequencefile", "HCatalog job is not compatible with SequenceFile format option")]
    [InlineData($"{C} --as-parquetfile", "HCatalog job is not compatible with ParquetFile format option")]
    [InlineData($"{C} --hcatalog-partition-keys a", "Either both --hcatalog-partition-keys and --hcatalog-partition-values should be provided")]
    [InlineData($"{C} --hcatalog-partition-keys a,b --hcatalog-partition-values x", "Number of static partition keys")]
    [InlineData($"{C} --hcatalog-partition-keys a,,b --hcatalog-partition-values x,y,z", "Invalid HCatalog static partition key at position 1")]
    [InlineData($"{C} --hive-partition-key a", "Either both --hive-partition-key and --hive-partition-value options should be provided")]
    [InlineData($"{C} --create-hcatalog-table --drop-and-create-hcatalog-table", "Options --create-hcatalog-table and --drop-and-create-hcatalog-table are mutually exclusive.")]
    [InlineData($"{C} --create-hcatalog-table", "--hcatalog-table is not offered yet")]
    [InlineData($"export {Sqoop.Connect} --table t --hcatalog-table h", "--hcatalog-table is not offered yet")]
    [InlineData($"codegen {Sqoop.Connect} --table t --hcatalog-table h", "--hcatalog-table is not offered yet")]
    public void HCatalog(string line, string complaint) => Assert.StartsWith(complaint, Sqoop.Complaint(line));

    [Theory]
    [InlineData($"{T} --accumulo-table a", "Both --accumulo-table and --accumulo-column-family must be set.")]
    [InlineData($"{T} --accumulo-column-family a", "Both --accumulo-table and --accumulo-column-family must be set.")]
    [InlineData($"{A} --hbase-table h --column-family f", "HBase import is incompatible with Accumulo import.")]
    [InlineData($"{A} --as-avrodatafile", "Accumulo import is not compatible with importing into file format.")]
    [InlineData(A, "Must specify Accumulo user.")]
    [InlineData($"{A} --accumulo-user u", "Must specify Accumulo instance.")]
    [InlineData($"{A} --accumulo-user u --accumulo-instance i", "Must specify Zookeeper server(s).")]
    [InlineData($"{A} --accumulo-user u --accumulo-instance i --accumulo-zookeepers z", "--accumulo-table is not offered yet")]
    public void Accumulo(string line, string complaint) => Assert.StartsWith(complaint, Sqoop.Complaint(line));

    [Fact]
    public void Options_of_hive_without_a_hive_import_are_warned_of()
    {
        Assert.Contains(Sqoop.Parse($"{T} --hive-overwrite").Notes, note => note.Level == NoteLevel.Warn && note.Text.Contains("--hive-import"));
        Assert.DoesNotContain(Sqoop.Parse($"{T} --hive-table t").Notes, note => note.Text.Contains("--hive-import"));
    }

    [Fact]
    public void Options_of_hcatalog_without_its_table_are_warned_of() =>
        Assert.Contains(Sqoop.Parse($"{T} --hcatalog-database d").Notes, note => note.Text.StartsWith("--hcatalog-database option will be ignored"));

    [Fact]
    public void A_definition_for_hive_has_the_delimiters_of_hive_unless_others_are_given()
    {
        var options = Sqoop.Options($"create-hive-table {Sqoop.Connect} --table t");
        Assert.True(options.Hive.IsImport);
        Assert.Equal(DelimiterSet.Hive, options.Text.Output);
        Assert.Equal(';', Sqoop.Options($"create-hive-table {Sqoop.Connect} --table t --fields-terminated-by ;").Text.Output.Field);
        Assert.Equal(DelimiterSet.Default, Sqoop.Options($"{T}").Text.Output);
    }

    [Fact]
    public void Code_may_be_generated_for_a_hive_table() =>
        Assert.True(Sqoop.Options($"codegen {Sqoop.Connect} --table t --hive-import --hive-table h").Hive.IsImport);
}
