using System.Collections.Immutable;
using CsCheck;
using Levada.Transfer.CommandLine;
using Levada.Transfer.CommandLine.Jobs;
using Levada.Transfer.Options;

namespace Levada.Transfer.Tests.CommandLine;

public sealed class SavedJobTests
{
    private const string Import = $"import {Sqoop.Connect} --table t";

    private static readonly TransferOptions Exec = Sqoop.Options("job --exec j");

    private static SavedJob Save(string line) => Save(Sqoop.Split(line));

    private static SavedJob Save(params string[] arguments)
    {
        var result = Sqoop.Parse(arguments);
        Assert.True(result.Job is not null, result.ErrorText);
        return result.Job!;
    }

    private static TransferOptions Restore(SavedJob job, string overriding = "")
    {
        var exec = overriding.Length == 0 ? Exec : Sqoop.Options($"job --exec j -- {overriding}");
        var result = Sqoop.Parser().ParseSaved(job, exec);
        Assert.True(result.Options is not null, result.ErrorText);
        return result.Options!;
    }

    // Records compare their immutable arrays by reference: text tells whether two are alike.
    private static string Describe(TransferOptions options) => System.Text.Json.JsonSerializer.Serialize(options);

    [Fact]
    public void Properties_have_the_names_of_sqoop()
    {
        var job = Save($"{Import} --incremental append --check-column id --last-value 9 --target-dir d -m 1 --as-parquetfile --fields-terminated-by \\t");
        Assert.Equal(ToolName.Import, job.Tool);
        var expected = new Dictionary<string, string>
        {
            ["db.table"] = "t",
            ["db.connect.string"] = "jdbc:mysql://h/db",
            ["incremental.mode"] = "AppendRows",
            ["incremental.col"] = "id",
            ["incremental.last.value"] = "9",
            ["hdfs.target.dir"] = "d",
            ["hdfs.append.dir"] = "true",
            ["hdfs.file.format"] = "ParquetFile",
            ["mapreduce.num.mappers"] = "1",
            ["codegen.output.delimiters.field"] = "9",
            ["codegen.output.delimiters.record"] = "10",
            ["codegen.output.delimiters.enclose.required"] = "false",
            ["codegen.input.delimiters.field"] = "0",
            ["sqlconnection.metadata.transaction.isolation.level"] = "2",
            ["import.max.inline.lob.size"] = "16777216",
            ["import.fetch.size"] = "null",
            ["export.new.update"] = "UpdateOnly",
            ["db.require.password"] = "false",
            ["verbose"] = "false",
        };
        Assert.All(expected, pair => Assert.Equal(pair.Value, job.Properties.GetValueOrDefault(pair.Key)));
        Assert.True(job.IsIncremental);
    }

    [Theory]
    [InlineData($"{Import} --where a=1 --columns a,b --split-by a --split-limit 5 --boundary-query q --verbose -m 7")]
    [InlineData($"{Import} --compression-codec org.apache.hadoop.io.compress.SnappyCodec --null-string \\\\N --input-null-non-string x")]
    [InlineData($"{Import} --mysql-delimiters --input-fields-terminated-by | --input-enclosed-by #")]
    [InlineData($"{Import} --map-column-java a=String,b=Integer --map-column-hive c=INT --class-name c --bindir b --outdir o")]
    [InlineData($"{Import} --throttle 5 --json --no-snapshot --skew-files --resume --relaxed-isolation --fetch-size 10 -- --schema s")]
    [InlineData($"{Import} --metadata-transaction-isolation-level TRANSACTION_NONE --temporary-rootdir r --delete-target-dir --inline-lob-limit 0")]
    [InlineData($"import {Sqoop.Connect} --query q --target-dir d --split-by a --incremental lastmodified --check-column c --merge-key k")]
    [InlineData($"export {Sqoop.Connect} --export-dir d --table t --update-key a,b --update-mode allowinsert --batch --direct")]
    [InlineData($"export {Sqoop.Connect} --export-dir d --table t --staging-table s --clear-staging-table --input-lines-terminated-by ;")]
    [InlineData($"export {Sqoop.Connect} --export-dir d --call p")]
    [InlineData($"import-all-tables -Da.b=c {Sqoop.Connect} --exclude-tables a,b --warehouse-dir w --autoreset-to-one-mapper")]
    [InlineData("merge --new-data n --onto o --merge-key k --target-dir d --class-name C")]
    public void A_job_that_is_saved_and_restored_means_the_same(string line)
    {
        var options = Sqoop.Options(line);
        var restored = Restore(Save(line));
        // What was given is not told apart from what was saved.
        var comparable = restored with
        {
            IsMapperCountGiven = options.IsMapperCountGiven,
            Text = restored.Text with { IsOutputGiven = options.Text.IsOutputGiven, IsMySqlDelimiters = options.Text.IsMySqlDelimiters },
            OtherTargets = options.OtherTargets,
        };
        Assert.Equal(Describe(options), Describe(comparable));
    }

    [Fact]
    public void Any_text_survives() => Gen.String.Where(text => text.Length > 0 && !IsRefused(text)).Sample(text =>
    {
        var job = Save("import", "--connect", "u", "--table", "t", $"--where={text}", $"--null-string={text}");
        Assert.Equal(text, Restore(job).Import.Where);
        Assert.Equal(text, job.Properties["null.string"]);
    });

    // Curly quotes and quotes around a value mean something of their own, and so does an option's name.
    private static bool IsRefused(string text) => text[0] is '"' or '-' || text.Any(c => c is >= '\u2018' and <= '\u201F');

    [Theory]
    [InlineData("--password s3cret")]
    [InlineData("--hs2-password s3cret")]
    [InlineData("--accumulo-password s3cret")]
    public void A_password_is_not_saved_unless_that_is_asked_for(string option)
    {
        Assert.DoesNotContain(Save($"{Import} {option}").Properties, pair => pair.Value.Contains("s3cret"));
        Assert.Contains(Save(Sqoop.Split($"import -Dsqoop.metastore.client.record.password=true {Sqoop.Connect} --table t {option}")).Properties, pair => pair.Value == "s3cret");
    }

    [Fact]
    public void A_password_that_is_not_saved_is_asked_for()
    {
        Assert.True(Restore(Save($"{Import} --password x")).Connect is { IsPasswordAsked: true, Password: null });
        Assert.False(Restore(Save($"{Import} --username u")).Connect.IsPasswordAsked);
        Assert.True(Restore(Save($"{Import} --password x"), "--password y").Connect is { IsPasswordAsked: false, Password: "y" });
        Assert.Equal("f", Restore(Save($"{Import} --password-file f")).Connect.PasswordFile);
        Assert.Equal("a", Restore(Save($"{Import} --password-alias a")).Connect.PasswordAlias);
    }

    [Theory]
    [InlineData("jdbc:mysql://h/db?user=u&password=s3cret&useSSL=false", "jdbc:mysql://h/db?user=u&useSSL=false")]
    [InlineData("jdbc:mysql://h/db?password=s3cret&useSSL=false", "jdbc:mysql://h/db?useSSL=false")]
    [InlineData("jdbc:mysql://h/db?password=s3cret", "jdbc:mysql://h/db")]
    [InlineData("jdbc:sqlserver://h;password=s3cret;databaseName=d", "jdbc:sqlserver://h;databaseName=d")]
    [InlineData("jdbc:mysql://u:s3cret@h:3306/db", "jdbc:mysql://u@h:3306/db")]
    public void A_password_in_the_url_is_not_saved_either(string url, string expected)
    {
        var job = Save("import", "--connect", url, "--table", "t");
        Assert.Equal(expected, job.Properties["db.connect.string"]);
        Assert.Equal("true", job.Properties["db.require.password"]);
    }

    [Fact]
    public void Secrets_among_the_properties_are_not_saved()
    {
        var job = Save($"import -Dfs.s3a.secret.key=s3cret -Da=b {Sqoop.Connect} --table t");
        Assert.Equal([KeyValuePair.Create("a", "b")], job.Configuration);
    }

    [Fact]
    public void Arguments_given_now_come_before_what_is_saved()
    {
        var job = Save($"{Import} --target-dir d -m 1 -- --schema s");
        var options = Restore(job, "--target-dir e -m 2 -- --more");
        Assert.True(options is { Import.TargetDir: "e", MapperCount: 2, Table: "t" });
        Assert.Equal(["--more", "--schema", "s"], options.ConnectorArguments);
        Assert.Equal("d", Restore(job).Import.TargetDir);
    }

    [Fact]
    public void Overriding_output_delimiters_override_those_of_the_input_that_were_not_given()
    {
        var job = Save($"export {Sqoop.Connect} --table t --export-dir d");
        Assert.Equal('\t', Restore(job, "--fields-terminated-by \\t").Text.Input.Field);
    }

    [Fact]
    public void What_does_not_fit_the_saved_job_is_refused() =>
        Assert.StartsWith("--target-dir with --warehouse-dir", Sqoop.Parser().ParseSaved(Save($"{Import} --target-dir d"), Sqoop.Options("job --exec j -- --warehouse-dir w")).ErrorText);

    [Fact]
    public void A_job_that_sqoop_wrote_is_understood()
    {
        var job = new SavedJob(ToolName.Import, Properties(
            ("db.table", "t"), ("db.connect.string", "u"), ("codegen.auto.compile.dir", "true"), ("codegen.compile.dir", "/tmp/sqoop-me/compile/1"),
            ("temporary.dirRoot", "_sqoop"), ("incremental.mode", "DateLastModified"), ("incremental.col", "c"), ("incremental.last.value", "2020-01-01"),
            ("hdfs.file.format", "TextFile"), ("import.fetch.size", "null"), ("split.limit", "null"), ("customtool.options.jsonmap", "{}"),
            ("hbase.null.incremental.mode", "Ignore"), ("accumulo.batch.size", "10240000"), ("db.require.password", "true"),
            ("sqoop.oracle.escaping.disabled", "true"), ("parquet.configurator.implementation", "HADOOP"), ("codegen.output.delimiters.field", "1"),
            ("db.column.list", "a,b"), ("map.column.java.x", "String"), ("db.connect.params.p", "q"), ("mapreduce.num.mappers", "4")),
            ImmutableSortedDictionary<string, string>.Empty);
        var options = Restore(job);
        Assert.True(options is { Table: "t", Code.BinDir: null, MapperCount: 4 });
        Assert.True(options.Import is { TemporaryRootDir: null, Incremental: IncrementalMode.LastModified, LastValue: "2020-01-01", FetchSize: null });
        Assert.Equal(["a", "b"], options.Columns);
        Assert.Equal('\u0001', options.Text.Output.Field);
        Assert.Equal([KeyValuePair.Create("x", "String")], options.Code.JavaTypes);
        Assert.Equal([KeyValuePair.Create("p", "q")], options.Connect.Parameters);
    }

    [Fact]
    public void The_next_last_value_is_saved_in_place_of_the_last() =>
        Assert.Equal("10", Restore(Save($"{Import} --incremental append --check-column id").WithLastValue("10")).Import.LastValue);

    [Theory]
    [InlineData("job --create j -- nothing --table t", "No such tool available: nothing")]
    [InlineData("job --create j -- import --table t", "Error: Required argument --connect is missing.")]
    [InlineData("job --create j --", "No tool specified; cannot create a job.")]
    [InlineData("job --create j -- job --list", "The tool job cannot be saved as a job.")]
    public void The_tool_of_a_job_is_checked_when_it_is_created(string line, string complaint) =>
        Assert.StartsWith(complaint, Sqoop.Parser().ParseJob(Sqoop.Options(line)).ErrorText);

    [Fact]
    public void Properties_before_and_after_the_dashes_hold_for_the_job()
    {
        var result = Sqoop.Parser().ParseJob(Sqoop.Options($"job -Da=1 -Db=2 --create j -- import -Db=3 {Sqoop.Connect} --table t"));
        Assert.Equal([KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "3")], result.Job!.Configuration);
    }

    private static ImmutableSortedDictionary<string, string> Properties(params (string Key, string Value)[] pairs) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));
}
