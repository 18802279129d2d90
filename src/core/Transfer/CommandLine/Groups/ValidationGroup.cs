using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Options that have rows counted at both ends. The classes are Sqoop's own: no other can be loaded here.</summary>
internal static class ValidationGroup
{
    private const string Package = "org.apache.sqoop.validation.";

    public static OptionGroup Group { get; } = new("Validation arguments",
    [
        new("validate", null, "Compare the number of rows at both ends", (d, _) => d.Validation = d.Validation with { IsAsked = true }),
        new("validator", "validator", "The comparison: RowCountValidator", (d, v) =>
            d.Validation = d.Validation with { Validator = Known(v, "RowCountValidator") }),
        new("validation-threshold", "validation-threshold", "What may differ: AbsoluteValidationThreshold, nothing", (d, v) =>
            d.Validation = d.Validation with { Threshold = Known(v, "AbsoluteValidationThreshold") }),
        new("validation-failurehandler", "validation-failurehandler", "What a difference does: AbortOnFailureHandler or LogOnFailureHandler", (d, v) =>
            d.Validation = d.Validation with { FailureHandler = Known(v, "AbortOnFailureHandler", ValidationOptions.LogOnFailure) }),
    ]);

    private static string Known(string className, params ReadOnlySpan<string> known)
    {
        foreach (var name in known)
            if (className == name || className == Package + name) return name;
        throw new UsageException(className);
    }
}
