using Levada.Sqoop.Tests.Shell;

namespace Levada.Sqoop.Tests.Tools;

/// <summary>Import, export and merge from the command line, over a SQLite file.</summary>
public sealed class FileToolTests : IDisposable
{
    private readonly SqoopProgram _sqoop = new();

    public void Dispose() => _sqoop.Dispose();

    private string Database() => _sqoop.NewDatabase("a.db", "CREATE TABLE T (id INT PRIMARY KEY, val INT)", "INSERT INTO T VALUES (1, 10), (2, NULL)");

    private void NewFile(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_sqoop.PathOf(name))!);
        File.WriteAllText(_sqoop.PathOf(name), content);
    }

    private string Part(string folder, string part = "part-m-00000") => File.ReadAllText(Path.Combine(_sqoop.PathOf(folder), part));

    [Fact]
    public void An_import_writes_files_and_its_closing_lines()
    {
        var result = _sqoop.Run($"import --connect {Database()} --table T --target-dir {_sqoop.PathOf("d")} -m 1");
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Equal("1,10\n2,null\n", Part("d"));
        Assert.Contains("Retrieved 2 records.", result.LogTexts);
        Assert.Contains(result.LogTexts, line => line.StartsWith("Transferred "));
    }

    [Fact]
    public void A_summary_in_json_is_all_that_stands_on_standard_output()
    {
        var result = _sqoop.Run($"import --connect {Database()} --table T --target-dir {_sqoop.PathOf("d")} -m 1 --json");
        using var json = System.Text.Json.JsonDocument.Parse(result.Output);
        Assert.Equal("import", json.RootElement.GetProperty("tool").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("rows").GetInt64());
        Assert.Equal(12, json.RootElement.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public void A_summary_of_all_tables_is_one_line_for_each_and_nothing_else()
    {
        var url = _sqoop.NewDatabase("b.db", "CREATE TABLE a (x INT)", "CREATE TABLE b (x INT)", "CREATE TABLE c (x INT)");
        var result = _sqoop.Run($"import-all-tables --connect {url} --warehouse-dir {_sqoop.PathOf("w")} -m 1 --exclude-tables b --json");
        Assert.Equal(0, result.ExitCode);
        var tables = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("table").GetString());
        Assert.Equal(["a", "c"], tables);
        Assert.Contains("Skipping table: b", result.LogTexts);
    }

    [Fact]
    public void An_export_fills_the_table_again()
    {
        var url = Database();
        NewFile("d/part-m-00000", "7,70\n8,null\n");
        var result = _sqoop.Run($"export --connect {url} --table T --export-dir {_sqoop.PathOf("d")} -m 1");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("Exported 2 records.", result.LogTexts);
        Assert.Contains("| 7 ", _sqoop.Run("eval", "--connect", url, "-e", "SELECT id FROM T").Output);
    }

    [Theory]
    [InlineData("--class-name T --jar-file {0}/b/T.jar")]
    [InlineData("--columns id,val")]
    public void A_merge_takes_the_newer_rows(string description)
    {
        Assert.Equal(0, _sqoop.Run($"codegen --connect {Database()} --table T --outdir {_sqoop.PathOf("o")} --bindir {_sqoop.PathOf("b")}").ExitCode);
        NewFile("old/part-m-00000", "0,0\n1,42\n");
        NewFile("new/part-m-00000", "1,43\n3,313\n");
        var result = _sqoop.Run(
            $"merge --new-data {_sqoop.PathOf("new")} --onto {_sqoop.PathOf("old")} --target-dir {_sqoop.PathOf("m")} --merge-key id "
            + string.Format(description, _sqoop.Folder));
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal("0,0\n1,43\n3,313\n", Part("m", "part-r-00000"));
        Assert.True(File.Exists(_sqoop.PathOf("m/_SUCCESS")));
        Assert.Equal(("0,0\n1,42\n", "1,43\n3,313\n"), (Part("old"), Part("new")));
    }

    [Fact]
    public void A_merge_uses_the_delimiters_that_codegen_wrote_down_unless_others_are_given()
    {
        Assert.Equal(0, _sqoop.Run($"codegen --connect {Database()} --table T --outdir {_sqoop.Folder} --bindir {_sqoop.PathOf("b")} --fields-terminated-by ;").ExitCode);
        NewFile("old/p", "1;42\n");
        NewFile("new/p", "1;43\n");
        NewFile("old2/p", "1|42\n");
        NewFile("new2/p", "1|43\n");
        Assert.Equal(0, Merge("", "m1", "--class-name T").ExitCode);
        Assert.Equal(0, Merge("2", "m2", "--class-name T --fields-terminated-by |").ExitCode);
        Assert.Equal("1;43\n", Part("m1", "part-r-00000"));
        Assert.Equal("1|43\n", Part("m2", "part-r-00000"));

        ProgramResult Merge(string suffix, string target, string options) => _sqoop.Run(
            $"merge --new-data {_sqoop.PathOf("new" + suffix)} --onto {_sqoop.PathOf("old" + suffix)} --target-dir {_sqoop.PathOf(target)} --merge-key id {options}");
    }

    [Fact]
    public void A_merge_of_avro_files_opens_no_class()
    {
        var url = Database();
        foreach (var folder in new[] { "old", "new" })
            Assert.Equal(0, _sqoop.Run($"import --connect {url} --table T --target-dir {_sqoop.PathOf(folder)} -m 1 --as-avrodatafile --outdir {_sqoop.Folder}").ExitCode);
        var result = _sqoop.Run(
            $"merge --new-data {_sqoop.PathOf("new")} --onto {_sqoop.PathOf("old")} --target-dir {_sqoop.PathOf("m")} --merge-key id --class-name Missing --jar-file missing.jar");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Single(Directory.GetFiles(_sqoop.PathOf("m"), "*.avro"));
    }

    [Fact]
    public void A_merge_of_text_that_nobody_describes_says_how_to_name_the_columns()
    {
        NewFile("old/p", "1,2\n");
        NewFile("new/p", "1,3\n");
        var result = _sqoop.Run($"merge --new-data {_sqoop.PathOf("new")} --onto {_sqoop.PathOf("old")} --target-dir {_sqoop.PathOf("m")} --merge-key id --class-name T");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("--columns", result.Error);
        Assert.False(Directory.Exists(_sqoop.PathOf("m")));
    }
}
