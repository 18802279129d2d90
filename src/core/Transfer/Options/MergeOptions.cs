namespace Levada.Transfer.Options;

/// <summary>The data sets of the merge tool.</summary>
public sealed record MergeOptions
{
    public string? NewData { get; init; }

    public string? Onto { get; init; }
}
