using System.IO.Compression;
using Levada.Sqoop.Codegen;
using Levada.Transfer;
using Levada.Transfer.Codegen;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Sqoop.Tests.Tools;

/// <summary>Where a merge of text finds its columns.</summary>
public sealed class RecordDescriptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sqoop-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static RowSchema Schema(params string[] names) =>
        new([.. names.Select(name => new Column(name, SqlType.Integer, ColumnKind.Int32, JavaType.Integer))]);

    private void NewJar(string name, params (string Name, byte[] Content)[] entries)
    {
        using var jar = ZipFile.Open(Path.Combine(_folder, name), ZipArchiveMode.Create);
        foreach (var (entryName, content) in entries)
        {
            using var entry = jar.CreateEntry(entryName).Open();
            entry.Write(content);
        }
    }

    private string Columns(CodeOptions code, params string[] columns) => string.Join(
        ',', new RecordDescription(new TransferOptions(ToolName.Merge) { Code = code, Columns = [.. columns] }, _folder).Find().Schema.Columns.Select(column => column.Name));

    private string Refusal(CodeOptions code) => Assert.Throws<TransferException>(() => Columns(code)).Message;

    [Fact]
    public void Columns_that_are_named_need_no_file() => Assert.Equal("a,b", Columns(new() { ClassName = "T", JarFile = "none.jar" }, "a", "b"));

    [Fact]
    public void A_jar_of_codegen_holds_them()
    {
        NewJar("x.jar", ("columns.json", ColumnsJson.Write("T", Schema("id", "val"), new TextOptions())));
        Assert.Equal("id,val", Columns(new() { ClassName = "T", JarFile = "x.jar" }));
        Assert.Equal("id,val", Columns(new() { ClassName = "T", JarFile = Path.Combine(_folder, "x.jar") }));
    }

    [Fact]
    public void Without_a_jar_that_is_named_the_class_names_it()
    {
        NewJar("p.T.jar", ("columns.json", ColumnsJson.Write("p.T", Schema("one"), new TextOptions())));
        NewJar("U.jar", ("columns.json", ColumnsJson.Write("p.U", Schema("two"), new TextOptions())));
        Assert.Equal("one", Columns(new() { ClassName = "p.T" }));
        Assert.Equal("two", Columns(new() { ClassName = "p.U" }));
    }

    [Fact]
    public void A_source_holds_them_too()
    {
        File.WriteAllText(Path.Combine(_folder, "T.java"), JavaClass.Source("T", Schema("id", "val"), new TransferOptions(ToolName.CodeGen)));
        Assert.Equal("id,val", Columns(new() { ClassName = "T" }));
    }

    [Fact]
    public void Nothing_that_tells_is_an_error_that_says_what_to_do() => Assert.Contains("--columns", Refusal(new() { ClassName = "T" }));

    [Fact]
    public void A_jar_that_is_none_or_lacks_the_class_is_an_error()
    {
        Assert.Contains("--columns", Refusal(new() { ClassName = "T", JarFile = "missing.jar" }));
        File.WriteAllText(Path.Combine(_folder, "bad.jar"), "no zip");
        Assert.Contains("--columns", Refusal(new() { ClassName = "T", JarFile = "bad.jar" }));
        NewJar("other.jar", ("Other.class", [1, 2, 3]));
        Assert.Contains("holds no class T", Refusal(new() { ClassName = "T", JarFile = "other.jar" }));
        NewJar("broken.jar", ("T.class", [1, 2, 3]));
        Assert.NotEmpty(Refusal(new() { ClassName = "T", JarFile = "broken.jar" }));
    }

    [Fact]
    public void An_entry_that_unpacks_to_too_much_is_refused()
    {
        NewJar("big.jar", ("columns.json", new byte[17 << 20]));
        Assert.Contains("too large", Refusal(new() { ClassName = "T", JarFile = "big.jar" }));
    }
}
