using System.Collections.Immutable;
using System.Reflection;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Levada.Eng.Tests;

public sealed class BannedSymbolsTests
{
    private const string ListPath = "eng/BannedSymbols.core.txt";

    private static IReadOnlyList<string> ReadSymbolIds() =>
        [.. File.ReadLines(Repository.PathOf(ListPath)).Where(line => line.Length > 0).Select(line => line.Split(';')[0])];

    private static CSharpCompilation Compile(string source)
    {
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(source)],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    /// <summary>The ids of what the banned-API analyzer says about a piece of source, with our list.</summary>
    private static async Task<IReadOnlyList<string>> AnalyzeAsync(string source)
    {
        var compilation = Compile(source);
        Assert.Empty(compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error));
        var withAnalyzers = compilation.WithAnalyzers(LoadAnalyzers(), new AnalyzerOptions([new ListFile()]));
        var found = await withAnalyzers.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal)];
    }

    private static ImmutableArray<DiagnosticAnalyzer> LoadAnalyzers()
    {
        var package = typeof(BannedSymbolsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "BannedApiAnalyzers").Value!;
        var folder = Path.Combine(package, "analyzers", "dotnet", "cs");
        Assembly.LoadFrom(Path.Combine(folder, "Microsoft.CodeAnalysis.BannedApiAnalyzers.dll"));
        return
        [
            .. Assembly.LoadFrom(Path.Combine(folder, "Microsoft.CodeAnalysis.CSharp.BannedApiAnalyzers.dll")).GetTypes()
                .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
                .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
        ];
    }

    [Fact]
    public void Every_entry_names_a_symbol_that_exists()
    {
        var compilation = Compile("");
        foreach (var id in ReadSymbolIds())
            Assert.True(!DocumentationCommentId.GetSymbolsForDeclarationId(id, compilation).IsEmpty, $"{ListPath}: no such symbol: {id}");
    }

    [Theory]
    [InlineData("long Now() => System.DateTime.UtcNow.Ticks;")]
    [InlineData("long Now() => System.Diagnostics.Stopwatch.GetTimestamp();")]
    [InlineData("long Now() => System.Environment.TickCount64;")]
    [InlineData("int Roll() => new System.Random(1).Next();")]
    [InlineData("object Id() => System.Guid.NewGuid();")]
    [InlineData("bool Exists() => System.IO.File.Exists(\"x\");")]
    [InlineData("object Open() => new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);")]
    [InlineData("async System.Threading.Tasks.Task WaitAsync() { await System.Threading.Tasks.Task.Yield(); }")]
    [InlineData("void Start() => new System.Threading.Thread(() => { }).Start();")]
    [InlineData("object Set() => System.Collections.Immutable.ImmutableHashSet<string>.Empty;")]
    public async Task A_banned_symbol_is_reported(string member) =>
        Assert.Contains("RS0030", await AnalyzeAsync($"internal sealed class Snippet {{ {member} }}"));

    [Fact]
    public async Task Time_as_an_argument_is_not_reported() =>
        Assert.Empty(await AnalyzeAsync("internal sealed class Snippet { long Next(long nowMs) => nowMs + 1; }"));

    [Fact]
    public void Core_builds_with_the_list_and_lets_no_report_pass()
    {
        var core = XDocument.Load(Repository.PathOf("src/core/Directory.Build.props"));
        Assert.Contains(core.Descendants("AdditionalFiles"), file => file.Attribute("Include")!.Value.EndsWith(ListPath));
        Assert.Contains(
            core.Descendants("PackageReference"),
            package => package.Attribute("Include")!.Value == "Microsoft.CodeAnalysis.BannedApiAnalyzers");
        var all = XDocument.Load(Repository.PathOf("Directory.Build.props"));
        Assert.Equal("true", all.Descendants("TreatWarningsAsErrors").Single().Value);

        var suppression = "RS" + "0030";
        foreach (var path in Repository.ListFiles().Where(path => path.StartsWith("src/core/") || path == ".editorconfig"))
            Assert.DoesNotContain(suppression, File.ReadAllText(Repository.PathOf(path)));
    }

    private sealed class ListFile : AdditionalText
    {
        // The analyzer takes lists by the beginning and the ending of their file name.
        public override string Path => Repository.PathOf(ListPath);
        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(Path));
    }
}
