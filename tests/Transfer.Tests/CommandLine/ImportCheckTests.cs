namespace Levada.Transfer.Tests.CommandLine;

public sealed class ImportCheckTests
{
    private const string T = $"import {Sqoop.Connect} --table t --target-dir d";
    private const string Q = $"import {Sqoop.Connect} --query x";
    private const string Pg = "import --connect jdbc:postgresql://h/db --table t";

    [Theory]
    [InlineData("import", "--table or --query is required for import. (Or use sqoop import-all-tables.)")]
    [InlineData($"{T} --jar-file j", "Jar specified with --jar-file, but no class specified with --class-name.")]
    [InlineData($"{T} --warehouse-dir w", "--target-dir with --warehouse-dir are incompatible options.")]
    [InlineData($"{T} --query q", "Cannot specify --query and --table together.")]
    [InlineData($"{T} -e q -m 1", "Cannot specify --query and --table together.")]
    [InlineData($"{Q} -m 1", "Must specify destination with --target-dir.")]
    [InlineData($"{Q} -m 1 --warehouse-dir w", "Must specify destination with --target-dir.")]
    [InlineData($"{Q} -m 1 --target-dir d --hive-import", "When importing a query to Hive, you must specify --hive-table.")]
    [InlineData($"{Q} --target-dir d", "When importing query results in parallel, you must specify --split-by.")]
    [InlineData($"{Q} --target-dir d -m 0", "When importing query results in parallel, you must specify --split-by.")]
    [InlineData($"{T} --direct --as-parquetfile", "MySQL direct import currently supports only text output format.")]
    [InlineData($"{T} --direct --null-string x", "The --direct option is not compatible with the --null-string or --null-non-string command")]
    [InlineData($"{T} --direct --null-non-string x", "The --direct option is not compatible with the --null-string or --null-non-string command")]
    [InlineData($"{T} --direct --hive-drop-import-delims", "Direct import currently do not support dropping hive delimiters")]
    [InlineData($"{Pg} --direct --hive-drop-import-delims", "Direct import currently do not support dropping hive delimiters")]
    [InlineData("import --connect jdbc:sqlserver://h --table t --direct", "Was called with the --direct option, but no direct connector available.")]
    [InlineData("import --connect jdbc:sqlite:f --table t --direct", "Was called with the --direct option, but no direct connector available.")]
    [InlineData("import-all-tables --connect jdbc:db2://h/d --direct", "Was called with the --direct option, but no direct connector available.")]
    [InlineData($"{Q} -m 1 --target-dir d --validate", "Validation is not supported for free from query but single table only.")]
    [InlineData($"{T} --where x --validate", "Validation is not supported for where clause but single table only.")]
    [InlineData($"{T} --incremental append --check-column c --validate", "Validation is not supported for incremental imports but single table only.")]
    [InlineData($"{T} --direct --where x --validate", "Validation is not supported for where clause but single table only.")]
    [InlineData($"{T} --hcatalog-table h", "--hcatalog-table cannot be used with --warehouse-dir or --target-dir options")]
    [InlineData($"{T} --append --delete-target-dir", "--append and --delete-target-dir can not be used together.")]
    [InlineData($"{T} --incremental append --delete-target-dir", "--append and --delete-target-dir can not be used together.")]
    [InlineData($"{T} --incremental lastmodified --check-column c --delete-target-dir", "--delete-target-dir can not be used with incremental imports.")]
    [InlineData($"{T} --autoreset-to-one-mapper --split-by c", "--autoreset-to-one-mapper and --split-by cannot be used together.")]
    [InlineData($"{T} --incremental append", "For an incremental import, the check column must be specified with --check-column.")]
    [InlineData($"{T} --check-column c", "You must specify an incremental import mode with --incremental.")]
    [InlineData($"{T} --incremental sometimes", "Unknown incremental import mode: sometimes. Use 'append' or 'lastmodified'.")]
    [InlineData($"{T} --incremental lastmodified --check-column c --as-avrodatafile", "--incremental lastmodified cannot be used in conjunction with --as-avrodatafile.")]
    [InlineData("import --table t --target-dir s3a://b/d --incremental append --check-column c", "For an incremental import into an S3 bucket --temporary-rootdir option")]
    [InlineData("import --table t", "Error: Required argument --connect is missing.")]
    [InlineData("import-all-tables", "Error: Required argument --connect is missing.")]
    [InlineData($"{T} --class-name c --package-name p", "--class-name overrides --package-name. You cannot use both.")]
    public void A_conflict_has_the_words_of_sqoop(string line, string complaint) => Assert.StartsWith(complaint, Sqoop.Complaint(line));

    [Theory]
    // The chain is in this order: each line holds its own complaint and the one of the line before it.
    [InlineData("import --jar-file j", "--table or --query")]
    [InlineData($"{T} --jar-file j --warehouse-dir w", "Jar specified")]
    [InlineData($"{T} --warehouse-dir w --query q", "--target-dir with --warehouse-dir")]
    [InlineData($"{T} --hive-import --query q", "Cannot specify --query")]
    [InlineData($"{Q} --hive-import", "Must specify destination")]
    [InlineData($"{Q} --target-dir d --hive-import", "When importing a query to Hive")]
    [InlineData("import --connect jdbc:db2:x --query x --target-dir d --direct", "When importing query results in parallel")]
    [InlineData($"{T} --append --delete-target-dir --autoreset-to-one-mapper --split-by c", "--append and --delete-target-dir")]
    [InlineData("import --table t --check-column c", "You must specify an incremental import mode")]
    [InlineData("import --table t --class-name c --package-name p", "Error: Required argument --connect")]
    public void The_first_complaint_decides(string line, string complaint) => Assert.StartsWith(complaint, Sqoop.Complaint(line));

    [Fact]
    public void With_direct_the_later_checks_are_passed_over() =>
        Assert.True(Sqoop.Options($"{T} --direct --autoreset-to-one-mapper --split-by c").IsDirect);

    [Theory]
    [InlineData("jdbc:postgresql://h/db")]
    [InlineData("jdbc:mysql://h/db")]
    [InlineData("jdbc:mariadb://h/db")]
    public void Direct_is_for_mysql_and_postgresql(string url) => Assert.True(Sqoop.Options($"import --connect {url} --table t --direct").IsDirect);

    [Fact]
    public void A_direct_import_of_postgresql_may_have_null_texts() => Assert.True(Sqoop.Options($"{Pg} --direct --null-string x --null-non-string x").IsDirect);

    [Theory]
    [InlineData($"{Q} --split-by a.id --target-dir d")]
    [InlineData($"{Q} -m 1 --target-dir d")]
    [InlineData($"{T} --jar-file j --class-name c")]
    [InlineData($"{T} --incremental append --check-column c")]
    [InlineData("import --connect u --table t --target-dir s3a://b/d --temporary-rootdir s3a://b/t --incremental append --check-column c")]
    [InlineData($"{T} --validate")]
    public void What_fits_together_is_taken(string line) => Assert.NotNull(Sqoop.Parse(line).Options);

    [Theory]
    [InlineData("--table t")]
    [InlineData("--columns a")]
    [InlineData("--split-by a")]
    [InlineData("--split-limit 1")]
    [InlineData("--where a")]
    [InlineData("--append")]
    [InlineData("--delete-target-dir")]
    [InlineData("--target-dir d")]
    [InlineData("--query q")]
    [InlineData("--boundary-query q")]
    [InlineData("--merge-key k")]
    [InlineData("--validate")]
    [InlineData("--class-name c")]
    [InlineData("--incremental append")]
    [InlineData("--check-column c")]
    public void All_tables_know_no_option_of_one_table(string option) =>
        Assert.Contains(Sqoop.Parse($"import-all-tables {Sqoop.Connect} {option}").Notes, note => note.Text == $"Unrecognized argument: {option.Split(' ')[0]}");

    [Fact]
    public void An_import_knows_no_option_of_all_tables_or_of_an_export()
    {
        foreach (var option in new[] { "--exclude-tables", "--export-dir", "--update-key", "--batch" })
            Assert.Contains(Sqoop.Parse($"{T} {option}").Notes, note => note.Text == $"Unrecognized argument: {option}");
    }

    [Fact]
    public void Mainframes_are_not_offered()
    {
        Assert.StartsWith("--dataset is required for mainframe import.", Sqoop.Complaint("import-mainframe --connect h"));
        Assert.Contains("not offered", Sqoop.Complaint("import-mainframe --connect h --dataset d --datasettype g --tape true"));
    }
}
