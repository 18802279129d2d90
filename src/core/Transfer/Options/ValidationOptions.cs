namespace Levada.Transfer.Options;

/// <summary>Options of <c>--validate</c>: comparing the number of rows at both ends.</summary>
public sealed record ValidationOptions
{
    public bool IsAsked { get; init; }

    public string? Validator { get; init; }

    public string? Threshold { get; init; }

    public string? FailureHandler { get; init; }
}
