using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Levada.Transfer.Codegen;

/// <summary>A method that does something with every column, cut into parts that each fit into a Java method.</summary>
/// <param name="Signature">With what stands before it.</param>
/// <param name="PartType">What a part returns.</param>
/// <param name="PartName">The parts' name, which their number follows.</param>
/// <param name="Parameters">What a part takes.</param>
/// <param name="Arguments">The same in a call.</param>
internal sealed record JavaMethod(string Signature, string PartType, string PartName, string Parameters, string Arguments)
{
    // A Java method holds 64 KiB of bytecode at most; a column takes up to some hundred bytes of it.
    private const int ColumnsPerPart = 200;

    /// <summary>Statements before the parts.</summary>
    public ImmutableArray<string> Before { get; init; } = [];

    /// <summary>What is done with a part's result, before the call.</summary>
    public string Use { get; init; } = "";

    /// <summary>Statements behind the parts.</summary>
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>The statement of one column in a part.</summary>
    public required Func<JavaColumn, string> Statement { get; init; }

    /// <summary>The statement at the end of a part.</summary>
    public string PartEnd { get; init; } = "";

    public void AppendTo(StringBuilder source, ImmutableArray<JavaColumn> columns)
    {
        var parts = columns.Chunk(ColumnsPerPart).ToList();
        Append(source, Signature, [.. Before, .. parts.Select((_, number) => $"{Use}{PartName}{number}({Arguments});"), .. After]);
        for (var number = 0; number < parts.Count; number++)
            Append(source, $"private {PartType} {PartName}{number}({Parameters})", [.. parts[number].Select(Statement), PartEnd]);
    }

    private static void Append(StringBuilder source, string signature, ImmutableArray<string> statements)
    {
        source.Append(CultureInfo.InvariantCulture, $"  {signature} {{\n");
        foreach (var statement in statements.Where(statement => statement.Length > 0))
            source.Append(CultureInfo.InvariantCulture, $"    {statement}\n");
        source.Append("  }\n\n");
    }
}
