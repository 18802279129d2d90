using System.Collections.Immutable;

namespace Levada.Transfer.Targets;

/// <summary>What one task reads.</summary>
public sealed record ExportSlice(ImmutableArray<FileRange> Ranges);
