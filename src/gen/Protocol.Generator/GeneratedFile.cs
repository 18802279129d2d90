using Levada.Protocol.Generator.Emit;
using Levada.Protocol.Generator.Schemas;

namespace Levada.Protocol.Generator;

/// <summary>What one schema file turned into; equal input makes equal values, so that the compiler can skip work.</summary>
internal sealed class GeneratedFile(string path, string source, ApiFact? api, IReadOnlyList<SchemaProblem> problems) : IEquatable<GeneratedFile>
{
    public string Path { get; } = path;

    /// <summary>Empty when the file has problems.</summary>
    public string Source { get; } = source;

    public ApiFact? Api { get; } = api;
    public IReadOnlyList<SchemaProblem> Problems { get; } = problems;

    public bool Equals(GeneratedFile? other) =>
        other is not null && Path == other.Path && Source == other.Source && Equals(Api, other.Api) && Problems.SequenceEqual(other.Problems);

    public override bool Equals(object? obj) => Equals(obj as GeneratedFile);
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Source);
}
