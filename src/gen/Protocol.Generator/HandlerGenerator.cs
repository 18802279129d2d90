using System.Collections.Immutable;
using System.Text;
using Levada.Protocol.Generator.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Levada.Protocol.Generator;

/// <summary>
/// Builds <c>Levada.Broker.ApiDispatch</c> from the classes marked with KafkaApi; active only in the program that
/// declares <c>Levada.Broker.IRequestHandler</c>.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class HandlerGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor s_badHandler = new(
        "LEVADA002", "A request handler cannot be wired", "{0}", "Handlers", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var handlers = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Levada.Protocol.KafkaApiAttribute",
            (_, _) => true,
            (marked, _) => new HandlerReader(
                marked.SemanticModel.Compilation, (INamedTypeSymbol)marked.TargetSymbol, marked.Attributes[0]).Read());
        var isActive = context.CompilationProvider.Select((compilation, _) => DeclaresHandlers(compilation));
        context.RegisterSourceOutput(handlers.Collect().Combine(isActive), (output, input) =>
        {
            if (input.Right) AddDispatch(output, input.Left);
        });
    }

    private static bool DeclaresHandlers(Compilation compilation) =>
        compilation.GetTypeByMetadataName(HandlerReader.RequestHandlerName) is { } contract
        && SymbolEqualityComparer.Default.Equals(contract.ContainingAssembly, compilation.Assembly);

    private static void AddDispatch(SourceProductionContext context, ImmutableArray<HandlerFact> handlers)
    {
        var good = new List<HandlerFact>();
        foreach (var handler in handlers)
        {
            if (handler.Problem is { } problem) Report(context, problem.ToLocation(), problem.Text);
            else if (good.Any(g => g.ApiKey == handler.ApiKey))
                Report(context, Location.None, $"{handler.TypeName} is a second handler of {handler.ApiName}");
            else good.Add(handler);
        }

        context.AddSource("ApiDispatch.g.cs", SourceText.From(DispatchEmitter.Emit(good), Encoding.UTF8));
    }

    private static void Report(SourceProductionContext context, Location location, string text) =>
        context.ReportDiagnostic(Diagnostic.Create(s_badHandler, location, text));
}
