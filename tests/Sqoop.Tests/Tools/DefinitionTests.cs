using System.IO.Compression;
using System.Text;
using Levada.Sqoop.Tests.Shell;
using Levada.Transfer.Codegen;

namespace Levada.Sqoop.Tests.Tools;

/// <summary>The tools that describe tables: codegen and create-hive-table.</summary>
public sealed class DefinitionTests : IDisposable
{
    private const string CreateStatement =
        "CREATE TABLE IF NOT EXISTS `emp` ( `id` BIGINT, `name` STRING) COMMENT 'Imported by sqoop on 2024/03/09 07:05:04' "
        + "ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\001' LINES TERMINATED BY '\\012' STORED AS TEXTFILE;\n";

    private readonly SqoopProgram _sqoop = new();

    public void Dispose() => _sqoop.Dispose();

    private string Database() => _sqoop.NewDatabase("a.db", "CREATE TABLE emp (id INT PRIMARY KEY, name VARCHAR(24))", "CREATE TABLE raw (b BLOB)");

    private ProgramResult CodeGen(string options) =>
        _sqoop.Run($"codegen --connect {Database()} --outdir {_sqoop.PathOf("o")} --bindir {_sqoop.PathOf("b")} {options}");

    private void InstallHive(string script)
    {
        var path = _sqoop.PathOf("hive/bin/hive");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "#!/bin/sh\n" + script);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Codegen_writes_a_source_and_a_jar_that_tells_the_columns()
    {
        var result = CodeGen("--table emp --fields-terminated-by \\t");
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Contains("public class emp {", File.ReadAllText(_sqoop.PathOf("o/emp.java")));
        using var jar = ZipFile.OpenRead(_sqoop.PathOf("b/emp.jar"));
        Assert.Equal(["META-INF/MANIFEST.MF", "columns.json", "emp.java"], jar.Entries.Select(entry => entry.FullName));
        using var content = new MemoryStream();
        using (var entry = jar.GetEntry("columns.json")!.Open()) entry.CopyTo(content);
        var columns = ColumnsJson.Read(content.ToArray());
        Assert.Equal(["id", "name"], columns.Schema.Columns.Select(column => column.Name));
        Assert.Equal('\t', columns.Text.Output.Field);
    }

    [Fact]
    public void A_class_name_names_the_files_and_a_package_their_folder()
    {
        Assert.Equal(0, CodeGen("--table emp --class-name org.x.Emp").ExitCode);
        Assert.Equal(0, CodeGen("--table emp --package-name org.y").ExitCode);
        Assert.StartsWith("package org.x;", File.ReadAllText(_sqoop.PathOf("o/org/x/Emp.java")).TrimStart());
        Assert.True(File.Exists(_sqoop.PathOf("b/org.x.Emp.jar")));
        Assert.True(File.Exists(_sqoop.PathOf("o/org/y/emp.java")));
        Assert.True(File.Exists(_sqoop.PathOf("b/emp.jar")));
    }

    [Fact]
    public void A_query_has_a_class_too()
    {
        var result = _sqoop.Run("codegen", "--connect", Database(), "--outdir", _sqoop.PathOf("o"), "--bindir", _sqoop.PathOf("b"), "-e", "SELECT name FROM emp WHERE $CONDITIONS");
        Assert.Equal(0, result.ExitCode);
        Assert.True(File.Exists(_sqoop.PathOf("o/QueryResult.java")));
    }

    [Fact]
    public void The_compile_folder_goes_when_that_is_asked_for()
    {
        Assert.Equal(0, CodeGen("--table emp --delete-compile-dir").ExitCode);
        Assert.False(Directory.Exists(_sqoop.PathOf("b")));
        Assert.True(File.Exists(_sqoop.PathOf("o/emp.java")));
    }

    [Fact]
    public void Codegen_with_hive_options_writes_the_statement_and_runs_nothing()
    {
        InstallHive("touch ran\n");
        Assert.Equal(0, CodeGen($"--table emp --hive-import --hive-home {_sqoop.PathOf("hive")}").ExitCode);
        Assert.Equal(CreateStatement, File.ReadAllText(_sqoop.PathOf("o/emp.q")));
        Assert.False(File.Exists(_sqoop.PathOf("ran")));
    }

    [Theory]
    [InlineData("--table none")]
    [InlineData("--table raw --hive-import")]
    public void What_cannot_be_described_leaves_no_file(string options)
    {
        Assert.Equal(1, CodeGen(options).ExitCode);
        Assert.False(Directory.Exists(_sqoop.PathOf("o")));
        Assert.False(Directory.Exists(_sqoop.PathOf("b")));
    }

    [Fact]
    public void Without_hive_the_statement_is_printed()
    {
        var result = _sqoop.Run($"create-hive-table --connect {Database()} --table emp");
        Assert.Equal((0, CreateStatement), (result.ExitCode, result.Output));
        Assert.StartsWith("CREATE TABLE `emp`", _sqoop.Run($"create-hive-table --connect {Database()} --table emp --create-hive-table").Output);
    }

    [Fact]
    public void Where_hive_is_it_runs_the_statement()
    {
        InstallHive($"echo \"$1\" > {_sqoop.PathOf("argument")}\ncat \"$2\" > {_sqoop.PathOf("script")}\necho heard >&2\n");
        _sqoop.Variables["HIVE_HOME"] = _sqoop.PathOf("hive");
        var result = _sqoop.Run($"create-hive-table --connect {Database()} --table emp");
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Equal("-f\n", File.ReadAllText(_sqoop.PathOf("argument")));
        Assert.Equal(CreateStatement, File.ReadAllText(_sqoop.PathOf("script")));
        Assert.Contains(" INFO hive.HiveImport: heard\n", result.Error);
    }

    [Fact]
    public void A_hive_that_fails_fails_the_tool()
    {
        InstallHive("exit 3\n");
        var result = _sqoop.Run($"create-hive-table --connect {Database()} --table emp --hive-home {_sqoop.PathOf("hive")}");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Hive exited with status 3", result.Error);
    }

    [Fact]
    public void A_hive_home_without_hive_is_an_error()
    {
        var result = _sqoop.Run($"create-hive-table --connect {Database()} --table emp --hive-home {_sqoop.PathOf("none")}");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("There is no Hive program", result.Error);
    }

    [Fact]
    public void A_password_never_stands_in_what_codegen_writes()
    {
        Assert.Equal(0, CodeGen("--table emp --username u --password s3cret").ExitCode);
        foreach (var file in Directory.GetFiles(_sqoop.Folder, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("s3cret", Encoding.Latin1.GetString(File.ReadAllBytes(file)));
    }
}
