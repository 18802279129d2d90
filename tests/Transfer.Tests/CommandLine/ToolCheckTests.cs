using Levada.Transfer.Options;

namespace Levada.Transfer.Tests.CommandLine;

public sealed class ToolCheckTests
{
    [Theory]
    [InlineData($"codegen {Sqoop.Connect}", "--table or --query is required for codegen.")]
    [InlineData($"codegen {Sqoop.Connect} --table t --query q", "Cannot specify --table and --query together.")]
    [InlineData("codegen --table t", "Error: Required argument --connect is missing.")]
    [InlineData($"create-hive-table {Sqoop.Connect}", "--table is required for table definition importing.")]
    [InlineData($"eval {Sqoop.Connect}", "This command requires the query argument.")]
    [InlineData("eval -e x", "Error: Required argument --connect is missing.")]
    [InlineData("list-databases", "Error: Required argument --connect is missing.")]
    [InlineData("list-tables", "Error: Required argument --connect is missing.")]
    [InlineData("test-connection", "Error: Required argument --connect is missing.")]
    [InlineData("merge", "Must set the new dataset path with --new-data.")]
    [InlineData("merge --new-data n", "Must set the old dataset path with --onto.")]
    [InlineData("merge --new-data n --onto o", "Must set the merge key column with --merge-key.")]
    [InlineData("merge --new-data n --onto o --merge-key k", "Must set the target directory with --target-dir.")]
    [InlineData("merge --new-data n --onto o --merge-key k --target-dir d", "Must set the SqoopRecord class implementation to use with --class-name.")]
    [InlineData("job", "No job operation specified")]
    [InlineData("job --create x", "Expected: -- <tool-name> [tool-args]")]
    [InlineData("job --list --show x", "The option 'show' was specified but an option from this group has already been selected: 'list'")]
    [InlineData("job --exec", "Missing argument for option: exec")]
    public void A_complaint_has_the_words_of_sqoop(string line, string complaint) => Assert.StartsWith(complaint, Sqoop.Complaint(line));

    [Fact]
    public void An_empty_query_is_none() => Assert.StartsWith("This command requires the query argument.", Sqoop.Complaint("eval", "--connect", "u", "-e", ""));

    [Fact]
    public void Columns_take_the_place_of_a_class_in_a_merge() =>
        Assert.Equal(["id", "v"], Sqoop.Options("merge --new-data n --onto o --merge-key id --target-dir d --columns id,v").Columns);

    [Fact]
    public void A_merge_reads_all_its_options()
    {
        var options = Sqoop.Options("merge --new-data n --onto o --merge-key id --target-dir d --class-name C --jar-file j.jar");
        Assert.Equal(new MergeOptions { NewData = "n", Onto = "o" }, options.Merge);
        Assert.True(options is { Import: { MergeKey: "id", TargetDir: "d" }, Code: { ClassName: "C", JarFile: "j.jar" } });
    }

    [Fact]
    public void A_job_keeps_what_follows_the_dashes()
    {
        var job = Sqoop.Options("job --create j --meta-connect m --meta-username u --meta-password p -- import --table t -- --schema s").Job;
        Assert.True(job is { Verb: JobVerb.Create, JobName: "j", MetaConnect: "m", MetaUserName: "u", MetaPassword: "p" });
        Assert.Equal(["import", "--table", "t", "--", "--schema", "s"], job.Arguments);
    }

    [Theory]
    [InlineData("job --delete j", JobVerb.Delete)]
    [InlineData("job --exec j", JobVerb.Exec)]
    [InlineData("job --show j", JobVerb.Show)]
    [InlineData("job --list", JobVerb.List)]
    [InlineData("job --import-metastore j", JobVerb.ImportMetastore)]
    public void A_job_has_one_verb(string line, JobVerb verb) => Assert.Equal(verb, Sqoop.Options(line).Job.Verb);

    [Fact]
    public void A_metastore_can_be_shut_down() => Assert.True(Sqoop.Options("metastore --shutdown").Job.IsShutdown);

    [Fact]
    public void The_version_needs_nothing() => Assert.Equal(ToolName.Version, Sqoop.Options("version").Tool);
}
