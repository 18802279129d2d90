using Levada.Protocol.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Levada.Protocol.Tests;

/// <summary>The handler generator against a small program with the broker's contracts.</summary>
public sealed class HandlerGeneratorTests
{
    private const string Contracts = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Levada.Network;
        using Levada.Protocol;
        using Levada.Protocol.Messages;

        namespace Levada.Network
        {
            public enum FrameResult { Continue, AwaitResponse, Close }
            public sealed class ResponseSlot { }
        }

        namespace Levada.Broker
        {
            internal sealed class RequestContext { public CancellationToken ConnectionClosed => default; }
            internal interface IRequestHandler<TRequest, TResponse>
            {
                ValueTask<TResponse> HandleAsync(TRequest request, RequestContext context, CancellationToken cancellationToken);
            }
            internal interface ISpanRequestHandler
            {
                FrameResult Handle(Span<byte> body, RequestContext context, ResponseSlot response);
            }
            internal interface IClock { }
            internal sealed class Clock : IClock { }
            internal sealed class Groups { }
            internal sealed class BrokerServices
            {
                public Groups Groups { get; } = new();
                internal Clock Clock { get; } = new();
                public string First { get; } = "";
                public string Second { get; } = "";
            }
            internal static class RequestPipeline
            {
                public static FrameResult RejectMalformed(RequestContext context, ResponseSlot response) => FrameResult.Close;
                public static FrameResult Run<TResponse>(
                    ValueTask<TResponse> pending, short version, RequestContext context, ResponseSlot response)
                    where TResponse : struct, IWireMessage<TResponse> => FrameResult.Continue;
            }
        }

        """;

    private const string Heartbeat = """
        namespace Levada.Broker
        {
            [KafkaApi(ApiKey.Heartbeat, 1, 4)]
            internal sealed class HeartbeatHandler(Groups groups, IClock clock) : IRequestHandler<HeartbeatRequest, HeartbeatResponse>
            {
                public ValueTask<HeartbeatResponse> HandleAsync(HeartbeatRequest request, RequestContext context, CancellationToken cancellationToken) =>
                    new(new HeartbeatResponse { ThrottleTimeMs = groups.GetHashCode() + clock.GetHashCode() });
            }
        }

        """;

    private const string Produce = """
        namespace Levada.Broker
        {
            [KafkaApi(ApiKey.Produce, 3, 13, AdvertisedMinVersion = 0)]
            internal sealed class ProduceHandler(BrokerServices services) : ISpanRequestHandler
            {
                public FrameResult Handle(Span<byte> body, RequestContext context, ResponseSlot response) =>
                    services.First.Length == 0 ? FrameResult.Continue : FrameResult.Close;
            }
        }

        """;

    [Fact]
    public void The_dispatch_of_both_kinds_of_handlers_compiles()
    {
        var (source, problems) = Run(Contracts + Heartbeat + Produce);
        Assert.Empty(problems);
        Assert.Contains("new(ApiKey.Produce, 0, 3, 13),", source, StringComparison.Ordinal);
        Assert.Contains("new(ApiKey.Heartbeat, 1, 1, 4),", source, StringComparison.Ordinal);
        Assert.Contains("new global::Levada.Broker.HeartbeatHandler(services.Groups, services.Clock);", source, StringComparison.Ordinal);
        Assert.Contains("new global::Levada.Broker.ProduceHandler(services);", source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_without_handlers_gets_an_empty_dispatch()
    {
        var (source, problems) = Run(Contracts);
        Assert.Empty(problems);
        Assert.Contains("class ApiDispatch", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_programs_get_nothing() =>
        Assert.Equal("", Run("internal static class Nothing { }").Source);

    [Theory]
    [InlineData("Groups groups", "System.Text.StringBuilder text", "has 0 properties")]
    [InlineData("Groups groups", "string text", "has 2 properties")]
    [InlineData("ApiKey.Heartbeat", "ApiKey.LeaveGroup", "its api key is LeaveGroup")]
    [InlineData("1, 4", "4, 1", "serves no version")]
    [InlineData("1, 4", "1, 5", "the schema of Heartbeat has 0 to 4")]
    [InlineData("ApiKey.Heartbeat", "ApiKey.StopReplica", "has no schema")]
    [InlineData(" : IRequestHandler<HeartbeatRequest, HeartbeatResponse>", "", "implements neither or both")]
    public void A_handler_that_cannot_be_wired_is_named_with_its_line(string good, string bad, string expected)
    {
        var (_, problems) = Run(Contracts + Heartbeat.Replace(good, bad, StringComparison.Ordinal));
        var problem = Assert.Single(problems, p => p.Id == "LEVADA002");
        Assert.Contains(expected, problem.GetMessage(), StringComparison.Ordinal);
        Assert.Equal("Handlers.cs", problem.Location.GetLineSpan().Path);
        Assert.True(problem.Location.GetLineSpan().StartLinePosition.Line > 0);
    }

    [Fact]
    public void Two_handlers_of_one_api_are_refused()
    {
        var second = Heartbeat.Replace("HeartbeatHandler", "OtherHandler", StringComparison.Ordinal);
        var (_, problems) = Run(Contracts + Heartbeat + second);
        Assert.Contains(problems, p => p.GetMessage().Contains("second handler of Heartbeat", StringComparison.Ordinal));
    }

    /// <summary>The dispatch's source, and every error or warning of the generator and of the compilation with it.</summary>
    private static (string Source, IReadOnlyList<Diagnostic> Problems) Run(string program)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Stand.In", [CSharpSyntaxTree.ParseText(program, path: "Handlers.cs")], references, options);
        var driver = CSharpGeneratorDriver.Create(new HandlerGenerator())
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var reported);
        var source = driver.GetRunResult().GeneratedTrees.SingleOrDefault()?.ToString() ?? "";
        var problems = reported.Concat(output.GetDiagnostics()).Where(d => d.Severity >= DiagnosticSeverity.Warning);
        return (source, [.. problems]);
    }
}
