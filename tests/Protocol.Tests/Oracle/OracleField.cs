namespace Levada.Protocol.Tests.Oracle;

/// <summary>One field line of a schema, read by the tests' own parser.</summary>
public sealed record OracleField(string Name, string Type, int From, int To)
{
    public int NullableFrom { get; init; } = int.MaxValue;
    public int NullableTo { get; init; } = -1;
    public int Tag { get; init; } = -1;
    public string Default { get; init; } = "";
    public bool IsNeverFlexible { get; init; }
    public List<OracleField> Fields { get; init; } = [];

    public bool IsArray => Type.StartsWith("[]", StringComparison.Ordinal);
    public bool IsIn(int version) => version >= From && version <= To;
    public bool IsNullableIn(int version) => version >= NullableFrom && version <= NullableTo;
}
