namespace Levada.Protocol.Tests.Oracle;

/// <summary>One message of a schema file.</summary>
public sealed record OracleMessage(string Kind, string Name, int From, int To, int FlexibleFrom, bool IsRecord)
{
    public List<OracleField> Fields { get; } = [];

    /// <summary>Fields of each struct, by its name.</summary>
    public Dictionary<string, List<OracleField>> Structs { get; } = [];

    public IEnumerable<short> Versions => Enumerable.Range(From, To - From + 1).Select(v => (short)v);

    public override string ToString() => Name;
}
