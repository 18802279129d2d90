using Levada.Transfer.Options;

namespace Levada.Transfer.Tests.CommandLine;

public sealed class ExportCheckTests
{
    private const string E = $"export {Sqoop.Connect} --export-dir d";

    [Theory]
    [InlineData(E, "Export requires a --table or a --call argument.")]
    [InlineData($"export {Sqoop.Connect} --table t", "Export requires an --export-dir argument or --hcatalog-table argument.")]
    [InlineData($"{E} --table t --jar-file j", "Jar specified with --jar-file, but no class specified with --class-name.")]
    [InlineData($"{E} --table t --jar-file j --class-name c --update-key k", "Jar cannot be specified with --jar-file when export is running in update mode.")]
    [InlineData($"{E} --table t --staging-table s --update-key k", "Staging table cannot be used when export is running in update mode.")]
    [InlineData($"{E} --table t --staging-table T", "Staging table cannot be the same as the destination table.")]
    [InlineData($"{E} --table t --clear-staging-table", "Option to clear the staging table is specified but the staging table name is not.")]
    [InlineData($"{E} --call p --staging-table s", "Option to use a staging table is specified as well as a call option.")]
    [InlineData($"{E} --call p --update-key k", "Option to call a stored procedure can't be used in update mode.")]
    [InlineData($"{E} --call p --table t", "Can't specify --call and --table.")]
    [InlineData("export --export-dir d --table t", "Error: Required argument --connect is missing.")]
    [InlineData($"{E} --table t --class-name c --package-name p", "--class-name overrides --package-name.")]
    [InlineData($"{E} --table t --direct --input-null-string x", "The --direct option is not compatible with the --input-null-string or --input-null-non-string command")]
    [InlineData("export --connect jdbc:sqlite:f --export-dir d --table t --direct", "Was called with the --direct option, but no direct connector available.")]
    [InlineData($"{E} --table t --update-mode sometimes", "Unknown new update mode: sometimes. Use 'updateonly' or 'allowinsert'.")]
    [InlineData($"{E} --table t --update-key a --columns b,c", "You must specify all columns from --update-key parameter in --columns parameter.")]
    [InlineData($"{E} --table t --update-key a,,b", "Invalid update key column value specified")]
    [InlineData($"{E} --table t --update-key ,", "Invalid update key column value specified")]
    public void A_conflict_has_the_words_of_sqoop(string line, string complaint) => Assert.StartsWith(complaint, Sqoop.Complaint(line));

    [Theory]
    [InlineData("--as-avrodatafile")]
    [InlineData("--as-parquetfile")]
    [InlineData("--as-sequencefile")]
    public void A_layout_is_not_for_exports(string option)
    {
        var result = Sqoop.Parse($"{E} --table t {option}");
        Assert.Null(result.Options);
        Assert.Contains(result.Notes, note => note.Text.EndsWith($"the export tool detects the file format automatically and does not support it as an argument: {option}"));
    }

    [Fact]
    public void Update_keys_are_columns_and_the_mode_has_two_words()
    {
        var export = Sqoop.Options($"{E} --table t --update-key A,b --columns a,b,c --update-mode allowinsert").Export;
        Assert.Equal(["A", "b"], export.UpdateKeys);
        Assert.Equal(UpdateMode.AllowInsert, export.UpdateMode);
    }

    [Fact]
    public void A_call_needs_no_table() => Assert.Equal("p", Sqoop.Options($"{E} --call p").Export.Procedure);
}
