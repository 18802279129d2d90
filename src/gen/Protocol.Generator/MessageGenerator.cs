using System.Collections.Immutable;
using System.Text;
using Levada.Protocol.Generator.Emit;
using Levada.Protocol.Generator.Schemas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Levada.Protocol.Generator;

/// <summary>Turns *.schema files into message structs, and the wire ones also into the table of apis.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class MessageGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor s_malformed = new(
        "LEVADA001", "A schema cannot be read", "{0}", "Schemas", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(text => text.Path.EndsWith(".schema", StringComparison.OrdinalIgnoreCase))
            .Select((text, cancellationToken) => Generate(text.Path, text.GetText(cancellationToken)?.ToString() ?? ""));
        context.RegisterSourceOutput(files, AddFile);
        context.RegisterSourceOutput(files.Where(file => file.Api is not null).Select((file, _) => file.Api!).Collect(), AddTable);
    }

    private static GeneratedFile Generate(string path, string text)
    {
        var file = SchemaParser.Parse(text);
        if (file.Problems.Count > 0) return new GeneratedFile(path, "", null, file.Problems);
        var isRecord = path.Replace('\\', '/').Contains("/records/");
        var source = MessageEmitter.Emit(file, isRecord ? "Levada.Protocol.Records" : "Levada.Protocol.Messages");
        return new GeneratedFile(path, source, ApiFact.Of(file), file.Problems);
    }

    private static void AddFile(SourceProductionContext context, GeneratedFile file)
    {
        foreach (var problem in file.Problems)
        {
            var at = new LinePosition(problem.Line, 0);
            var location = Location.Create(file.Path, default, new LinePositionSpan(at, at));
            context.ReportDiagnostic(Diagnostic.Create(s_malformed, location, problem.Text));
        }

        if (file.Source.Length == 0) return;
        var name = Path.GetFileNameWithoutExtension(file.Path);
        context.AddSource(name + ".g.cs", SourceText.From(file.Source, Encoding.UTF8));
    }

    private static void AddTable(SourceProductionContext context, ImmutableArray<ApiFact> facts)
    {
        if (facts.Length > 0) context.AddSource("WireSchemas.g.cs", SourceText.From(TableEmitter.Emit(facts), Encoding.UTF8));
    }
}
