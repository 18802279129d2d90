using System.ComponentModel;
using System.Diagnostics;
using Levada.Transfer.Codegen;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Types;

namespace Levada.Sqoop.Tests.Codegen;

/// <summary>What codegen writes is compiled and run by a Java that is installed; without one these tests are skipped.</summary>
public sealed class JavaCompilerTests : IDisposable
{
    private static readonly Lazy<bool> HasJava = new(() => TryRun("javac", ["-version"]) && TryRun("java", ["-version"]));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sqoop-codegen-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_record_of_every_type_reads_what_it_writes()
    {
        var options = new TransferOptions(ToolName.CodeGen)
        {
            Text = new TextOptions
            {
                Output = new DelimiterSet(',', '\n', '"', '\\', false),
                Input = new DelimiterSet(',', '\n', '"', '\\', false),
                NullString = "\\N",
                InputNullString = "\\N",
            },
        };
        Write("p/emp.java", JavaClass.Source("p.emp", EveryType(), options));
        Write("Main.java", """
            public class Main {
              public static void main(String[] args) {
                p.emp one = new p.emp().with__class("a\"b,c\\\n").with_i(7).with_l(-1L).with_f(400f).with_d(1.2345678E7).with_b(true)
                    .with_n(new java.math.BigDecimal("1E-7")).with_day(java.sql.Date.valueOf("2009-01-12")).with_t(java.sql.Time.valueOf("12:24:13"))
                    .with_ts(java.sql.Timestamp.valueOf("2009-04-24 18:24:00.0002")).with_x(new byte[] {(byte) 0xf0, 1}).with_blob(new byte[] {2}).with_c("x");
                System.out.print(one);
                p.emp two = new p.emp();
                two.parse(one.toString());
                System.out.println(two.equals(one) + " " + (two.hashCode() == one.hashCode()) + " " + new p.emp().equals(one));
                System.out.println(new p.emp().toString(false));
                two.parse(new p.emp().toString());
                System.out.println(two.equals(new p.emp()) + " " + two.getFieldMap().size());
                two.setField("class", "k");
                two.parse("\"q\\\"\",5");
                System.out.println(two.get__class() + " " + two.get_i() + " " + two.get_l());
                try {
                  two.parse("\"q\"x,5");
                } catch (IllegalArgumentException e) {
                  System.out.println(e.getMessage());
                }
              }
            }
            """);
        Assert.Equal(
            """
            "a\"b,c\\
            ",7,-1,400.0,1.2345678E7,true,0.0000001,2009-01-12,12:24:13,2009-04-24 18:24:00.0002,f0 01,02,x
            true true false
            \\N,null,null,null,null,null,null,null,null,null,null,null,null
            true 13
            q" 5 null
            Expected delimiter at position 3

            """,
            CompileAndRun("p/emp.java"));
    }

    [Fact]
    public void Names_that_hide_Javas_own_compile()
    {
        string[] names = ["String", "java", "Object", "Override", "Integer", "String_Fields", "out", "list", "map", "name", "hash", "same", "that", "other", "value", "known", "größe", "a$b", "9x", "_x"];
        var schema = new RowSchema([.. names.Select((name, index) => ColumnOf(name, index % 2 == 0 ? JavaType.String : JavaType.Integer))]);
        Write("String.java", JavaClass.Source("String", schema, new TransferOptions(ToolName.CodeGen)));
        Write("Main.java", """
            public class Main {
              public static void main(java.lang.String[] args) {
                String one = new String().with_String("s").with_java(1).with_größe("g").with__9x("n");
                String two = new String();
                two.parse(one.toString());
                System.out.println(two.equals(one));
              }
            }
            """);
        Assert.Equal("true\n", CompileAndRun("String.java"));
    }

    [Fact]
    public void A_table_as_wide_as_databases_allow_compiles()
    {
        var schema = new RowSchema([.. Enumerable.Range(0, 1600).Select(index => ColumnOf($"a_rather_long_column_name_{index}", JavaType.BigDecimal))]);
        Write("wide.java", JavaClass.Source("wide", schema, new TransferOptions(ToolName.CodeGen)));
        Write("Main.java", """
            public class Main {
              public static void main(String[] args) {
                wide one = new wide();
                one.setField("a_rather_long_column_name_1599", java.math.BigDecimal.TEN);
                wide two = new wide();
                two.parse(one.toString());
                System.out.println(two.equals(one) + " " + two.getFieldMap().size());
              }
            }
            """);
        Assert.Equal("true 1600\n", CompileAndRun("wide.java"));
    }

    [Fact]
    public void The_compiled_class_tells_its_columns()
    {
        Write("emp.java", JavaClass.Source("emp", EveryType(), new TransferOptions(ToolName.CodeGen)));
        Write("Main.java", "public class Main { public static void main(String[] args) { } }");
        CompileAndRun("emp.java");
        var file = JavaClassFile.Read(File.ReadAllBytes(Path.Combine(_folder.FullName, "out", "emp.class")));
        Assert.Equal("emp", file.RecordName);
        Assert.Equal(EveryType().Columns.Select(column => ColumnNames.ToJava(column.Name)), file.Schema.Columns.Select(column => column.Name));
    }

    private static RowSchema EveryType() => new(
    [
        ColumnOf("class", JavaType.String), ColumnOf("i", JavaType.Integer), ColumnOf("l", JavaType.Long), ColumnOf("f", JavaType.Float),
        ColumnOf("d", JavaType.Double), ColumnOf("b", JavaType.Boolean), ColumnOf("n", JavaType.BigDecimal), ColumnOf("day", JavaType.Date),
        ColumnOf("t", JavaType.Time), ColumnOf("ts", JavaType.Timestamp), ColumnOf("x", JavaType.Bytes), ColumnOf("blob", JavaType.BlobRef),
        ColumnOf("c", JavaType.ClobRef),
    ]);

    private static Column ColumnOf(string name, JavaType type) => new(name, SqlType.Other, JavaTypeMapping.KindOf(type), type);

    private void Write(string name, string source)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, source);
    }

    private string CompileAndRun(string source)
    {
        Assert.SkipUnless(HasJava.Value, "no Java compiler is installed");
        var output = Path.Combine(_folder.FullName, "out");
        Run("javac", ["-encoding", "UTF-8", "-Xlint:all", "-Werror", "-d", output, source, "Main.java"]);
        return Run("java", ["-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", output, "Main"]);
    }

    private string Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {errors.Result}{text}");
        return text;
    }

    private static bool TryRun(string program, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
