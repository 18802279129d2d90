namespace Levada.Transfer.Options;

/// <summary>Options of <c>--validate</c>: comparing the number of rows at both ends.</summary>
public sealed record ValidationOptions
{
    /// <summary>The failure handler that only writes to the log.</summary>
    public const string LogOnFailure = "LogOnFailureHandler";

    public bool IsAsked { get; init; }

    public string? Validator { get; init; }

    public string? Threshold { get; init; }

    public string? FailureHandler { get; init; }

    /// <summary>Whether different counts are a warning and the run goes on; otherwise they end it.</summary>
    public bool IsFailureOnlyLogged => FailureHandler == LogOnFailure;
}
