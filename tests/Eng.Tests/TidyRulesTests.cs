namespace Levada.Eng.Tests;

/// <summary>The rules themselves: each finds what it is there to find.</summary>
public sealed class TidyRulesTests
{
    private static readonly string ThirtyOneLines = string.Concat(Enumerable.Repeat("x++;\n", 31));
    private static readonly string ThirtyLines = string.Concat(Enumerable.Repeat("x++;\n", 30));

    private static IReadOnlyList<string> Find(string ruleName, params (string Path, string Text)[] files) =>
        TidyRules.All.Single(rule => rule.Name == ruleName).FindPlaces([.. files.Select(file => SourceFile.Parse(file.Path, file.Text))]);

    [Fact]
    public void A_method_of_31_lines_is_long_and_one_of_30_is_not()
    {
        Assert.Single(Find("methodsOver30Lines", ("src/a.cs", $"class A {{ void F(int x)\n{{\n{ThirtyOneLines}}}\n}}")));
        Assert.Empty(Find("methodsOver30Lines", ("src/a.cs", $"class A {{ void F(int x)\n{{\n{ThirtyLines}}}\n}}")));
    }

    [Fact]
    public void A_table_may_be_long() =>
        Assert.Empty(Find("methodsOver30Lines", ("src/a.cs", $"class A {{ int F(int x) => x switch {{\n{new string('\n', 40)}_ => 0 }}; }}")));

    [Fact]
    public void A_file_of_401_lines_is_long()
    {
        Assert.Single(Find("filesOver400Lines", ("src/a.cs", new string('\n', 401))));
        Assert.Empty(Find("filesOver400Lines", ("src/a.cs", new string('\n', 400))));
    }

    [Fact]
    public void One_file_holds_one_public_type_of_its_name()
    {
        Assert.Single(Find("filesWithSeveralPublicTypes", ("src/A.cs", "namespace N; public class A; public enum B { }")));
        Assert.Single(Find("filesWithSeveralPublicTypes", ("src/B.cs", "namespace N; public class A;")));
        Assert.Empty(Find("filesWithSeveralPublicTypes", ("src/A.cs", "namespace N; public class A { public class B; } internal class C;")));
    }

    [Fact]
    public void A_manager_is_found() =>
        Assert.Equal(["src/a.cs:1 LogManager"], Find("bannedWordsInTypeNames", ("src/a.cs", "class LogManager; class Log;")));

    [Fact]
    public void An_unfinished_comment_is_found_and_a_string_is_not()
    {
        Assert.Single(Find("unfinishedComments", ("src/a.cs", "class A; // TO" + "DO: more")));
        Assert.Empty(Find("unfinishedComments", ("src/a.cs", "class A { string S => \"TO" + "DO\"; }")));
    }

    [Fact]
    public void What_is_not_implemented_is_found() =>
        Assert.Single(Find("notImplemented", ("src/a.cs", "class A { void F() => throw new NotImplementedException(); }")));

    [Fact]
    public void A_partial_type_over_two_files_is_found()
    {
        Assert.Single(Find("partialTypesOverFiles", ("src/a.cs", "namespace N; partial class A;"), ("src/b.cs", "namespace N; partial class A;")));
        Assert.Empty(Find("partialTypesOverFiles", ("src/a.cs", "namespace N; partial class A;"), ("src/b.cs", "namespace M; partial class A;")));
    }

    [Fact]
    public void Async_is_found_in_core_only()
    {
        const string Text = "class A { async void F() { } }";
        Assert.Single(Find("asyncInCore", ("src/core/Log/a.cs", Text)));
        Assert.Empty(Find("asyncInCore", ("src/io/Network/a.cs", Text)));
    }

    [Fact]
    public void Folders_make_namespaces()
    {
        Assert.Empty(Find("namespacesThatDifferFromFolders", ("src/core/Log/Files/A.cs", "namespace Levada.Log.Files;")));
        Assert.Single(Find("namespacesThatDifferFromFolders", ("src/core/Log/Files/A.cs", "namespace Levada.Log;")));
        Assert.Empty(Find("namespacesThatDifferFromFolders", ("src/app/Levada/Commands/A.cs", "namespace Levada.Commands;")));
    }
}
