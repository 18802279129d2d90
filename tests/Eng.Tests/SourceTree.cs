using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Levada.Eng.Tests;

/// <summary>Every hand-written C# file below src, parsed once.</summary>
internal static class SourceTree
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> Parsed = new(() =>
        [.. Repository.ListFiles().Where(path => path.StartsWith("src/") && path.EndsWith(".cs")).Select(SourceFile.Parse)]);

    public static IReadOnlyList<SourceFile> Files => Parsed.Value;
}

/// <summary>One source file with its syntax.</summary>
internal sealed record SourceFile(string Path, string Text, CompilationUnitSyntax Root)
{
    public static SourceFile Parse(string path)
    {
        var text = File.ReadAllText(Repository.PathOf(path));
        return Parse(path, text);
    }

    public static SourceFile Parse(string path, string text)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        return new SourceFile(path, text, (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, options).GetRoot());
    }
}
