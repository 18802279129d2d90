namespace Levada.DataFiles.Parquet;

/// <summary>A column of a file that is read.</summary>
internal sealed record ParquetLeaf
{
    public required string Name { get; init; }

    public required PhysicalType Type { get; init; }

    /// <summary>Bytes of a <see cref="PhysicalType.FixedBytes"/>.</summary>
    public int Size { get; init; }

    public Repetition Repetition { get; init; }

    /// <summary>Whether it stands inside a group, so that it can be no column of a row.</summary>
    public bool IsNested { get; init; }

    public ParquetMeaning Meaning { get; init; }

    /// <summary>Of a time or timestamp: 1,000 to 1,000,000,000.</summary>
    public int UnitsPerSecond { get; init; }

    /// <summary>Of a timestamp: an instant, not a wall clock.</summary>
    public bool IsUtc { get; init; }

    public int Precision { get; init; }

    public int Scale { get; init; }

    public bool IsScalar => !IsNested && Repetition != Repetition.Repeated;
}
