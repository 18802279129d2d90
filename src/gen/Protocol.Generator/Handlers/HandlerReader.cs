using Microsoft.CodeAnalysis;

namespace Levada.Protocol.Generator.Handlers;

/// <summary>Reads a class marked with KafkaApi.</summary>
internal sealed class HandlerReader(Compilation compilation, INamedTypeSymbol handler, AttributeData attribute)
{
    public const string RequestHandlerName = "Levada.Broker.IRequestHandler`2";
    private const string SpanHandlerName = "Levada.Broker.ISpanRequestHandler";
    private const string ServicesName = "Levada.Broker.BrokerServices";

    public HandlerFact Read()
    {
        if (attribute.ConstructorArguments.Length != 3) return Bad("has a KafkaApi attribute that cannot be read");
        var apiKey = attribute.ConstructorArguments[0];
        var apiName = apiKey.Type!.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, apiKey.Value))?.Name;
        if (apiName is null) return Bad("names an unknown api key");
        var min = (short)attribute.ConstructorArguments[1].Value!;
        var max = (short)attribute.ConstructorArguments[2].Value!;
        if (min > max) return Bad("serves no version");
        if (SchemaVersions(apiName) is not { } known) return Bad($"handles {apiName}, which has no schema");
        if (min < known.Lowest || max > known.Highest)
            return Bad($"serves versions {min} to {max}, but the schema of {apiName} has {known.Lowest} to {known.Highest}");
        var isSpanHandler = Implements(SpanHandlerName, out _);
        if (Implements(RequestHandlerName, out var contract) == isSpanHandler)
            return Bad("implements neither or both of IRequestHandler and ISpanRequestHandler");
        if (contract is not null && contract.TypeArguments[0].Name != apiName + "Request")
            return Bad($"handles {contract.TypeArguments[0].Name}, but its api key is {apiName}");
        if (Arguments(out var arguments) is { } problem) return Bad(problem);
        var advertised = attribute.NamedArguments.FirstOrDefault(a => a.Key == "AdvertisedMinVersion").Value.Value as short? ?? min;
        return new HandlerFact(
            FullName(handler), apiName, (short)apiKey.Value!, advertised, min, max,
            contract is null ? null : FullName(contract.TypeArguments[0]), arguments, null);
    }

    private (short Lowest, short Highest)? SchemaVersions(string apiName)
    {
        var versions = compilation.GetTypeByMetadataName($"Levada.Protocol.Messages.{apiName}Request")?.GetAttributes()
            .FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == "Levada.Protocol.WireVersionsAttribute");
        return versions?.ConstructorArguments is { Length: 2 } bounds ? ((short)bounds[0].Value!, (short)bounds[1].Value!) : null;
    }

    private HandlerFact Bad(string what) => HandlerFact.Bad(HandlerProblem.At(handler, $"{handler.Name} {what}"));

    private bool Implements(string metadataName, out INamedTypeSymbol? contract)
    {
        var wanted = compilation.GetTypeByMetadataName(metadataName);
        contract = handler.AllInterfaces.FirstOrDefault(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, wanted));
        return contract is not null;
    }

    /// <summary>Finds a service for each parameter of the constructor; says what is missing, or null.</summary>
    private string? Arguments(out string joined)
    {
        joined = "";
        var constructors = handler.InstanceConstructors.Where(c => c.DeclaredAccessibility >= Accessibility.Internal).ToList();
        if (constructors.Count != 1) return "needs exactly one constructor that the dispatch may call";
        if (compilation.GetTypeByMetadataName(ServicesName) is not { } services) return $"needs {ServicesName}, which does not exist";
        var arguments = new List<string>();
        foreach (var parameter in constructors[0].Parameters)
        {
            if (SymbolEqualityComparer.Default.Equals(parameter.Type, services))
            {
                arguments.Add("services");
                continue;
            }

            var found = Candidates(services, parameter.Type);
            if (found.Count != 1)
                return $"asks for {parameter.Type.ToDisplayString()}; BrokerServices has {found.Count} properties of that type";
            arguments.Add("services." + found[0].Name);
        }

        joined = string.Join(", ", arguments);
        return null;
    }

    /// <summary>Properties of exactly the type; where there are none, those that convert to it.</summary>
    private List<IPropertySymbol> Candidates(INamedTypeSymbol services, ITypeSymbol wanted)
    {
        var properties = services.GetMembers().OfType<IPropertySymbol>()
            .Where(p => !p.IsStatic && p.GetMethod is { DeclaredAccessibility: >= Accessibility.Internal }).ToList();
        var exact = properties.Where(p => SymbolEqualityComparer.Default.Equals(p.Type, wanted)).ToList();
        return exact.Count > 0 ? exact : properties.Where(p => compilation.HasImplicitConversion(p.Type, wanted)).ToList();
    }

    private static string FullName(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
