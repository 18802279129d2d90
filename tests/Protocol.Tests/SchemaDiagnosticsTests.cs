using CsCheck;
using Levada.Protocol.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Levada.Protocol.Tests;

/// <summary>A schema that cannot become code is an error with file and line, never an exception of the generator.</summary>
public sealed class SchemaDiagnosticsTests
{
    private const string Good = """
        # A comment.
        data Sample  versions 0-3  flexible 2+
          Name    string    0+
          Parts   []Part    1+
            Size  int32     1+  default -1
          Extra   int64     2+  tag 0

        """;

    [Fact]
    public void A_good_schema_has_no_problem() => Assert.Empty(Run(Good));

    [Theory]
    [InlineData("Name    string", "Name    text", 2, "unknown type")]
    [InlineData("Name    string    0+", "Name    string", 2, "expected")]
    [InlineData("Name    string    0+", "Name    string    5+", 2, "none of the message's versions")]
    [InlineData("Name    string    0+", "Name    string    0+  default null", 2, "not nullable")]
    [InlineData("Name    string    0+", "Name    int32     0+  nullable", 2, "cannot be null")]
    [InlineData("Name    string    0+", "Name    string    0+  shiny", 2, "cannot read 'shiny'")]
    [InlineData("  Name", "   Name", 2, "two blanks")]
    [InlineData("  Name", "    Name", 2, "deeper")]
    [InlineData("default -1", "default minus", 4, "not of its type")]
    [InlineData("Extra   int64     2+", "Extra   int64     1+", 5, "not flexible")]
    [InlineData("Extra ", "Name ", 5, "twice")]
    [InlineData("Size  int32     1+  default -1", "Part  []Part     1+", 3, "contains itself")]
    [InlineData("versions 0-3", "versions 3-0", 1, "versions")]
    [InlineData("data Sample", "datum Sample", 1, "expected")]
    [InlineData("data Sample", "request SampleRequest  api 3", 1, "one request and then its response")]
    public void A_bad_line_is_named(string good, string bad, int line, string expected)
    {
        var problems = Run(Good.Replace(good, bad, StringComparison.Ordinal));
        Assert.Contains(problems, p => p.GetMessage().Contains(expected, StringComparison.Ordinal)
            && p.Location.GetLineSpan() is { Path: "sample.schema" } span && span.StartLinePosition.Line == line);
    }

    [Fact]
    public void An_empty_file_is_named() => Assert.Contains("no message", Assert.Single(Run("# nothing")).GetMessage(), StringComparison.Ordinal);

    [Fact]
    public void Any_text_yields_problems_instead_of_exceptions() =>
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Char["\n #+-[]0a\t"])
            .Sample((at, letter) => { Run(Good[..at] + letter + Good[(at + 1)..]); }, iter: 300);

    private static List<Diagnostic> Run(string schema)
    {
        var compilation = CSharpCompilation.Create("Stand.In");
        var result = CSharpGeneratorDriver.Create(new MessageGenerator())
            .AddAdditionalTexts([new SchemaText(schema)])
            .RunGenerators(compilation).GetRunResult();
        Assert.All(result.Results, r => Assert.Null(r.Exception));
        return [.. result.Diagnostics];
    }

    private sealed class SchemaText(string text) : AdditionalText
    {
        public override string Path => "sample.schema";
        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
