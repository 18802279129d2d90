using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.CommandLine.Groups;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine;

/// <summary>Takes parsed options into a draft, in the order of the tables.</summary>
internal static class OptionApplier
{
    private const string OnePassword = "Only one of password, password alias or path to a password file must be specified.";

    private static readonly string[] WaysToPassword = ["password", "P", "password-file", "password-alias"];

    /// <exception cref="UsageException">A value that its option refuses.</exception>
    public static void Apply(ToolSpec tool, ParsedArguments parsed, OptionsDraft draft, Func<string, string?> readFile)
    {
        WarnOfDashes(parsed, draft);
        foreach (var group in tool.Groups())
            foreach (var option in group.Options)
                if (parsed.Given.TryGetValue(option.Name, out var value)) option.Apply(draft, value);
        CheckCredentials(parsed, draft);
        if (parsed.Has(CommonGroup.ParameterFileName)) ReadParameterFile(draft, readFile);
        if (tool.Tool == ToolName.CreateHiveTable) draft.Hive = draft.Hive with { IsImport = true };
        PropertyDefaults.Apply(draft, parsed);
    }

    private static void WarnOfDashes(ParsedArguments parsed, OptionsDraft draft)
    {
        foreach (var option in parsed.Dashed)
            draft.Warn("tool.BaseSqoopTool", $"A typographic dash before {option} was read as {(option.Length == 1 ? "-" : "--")}{option}");
    }

    private static void CheckCredentials(ParsedArguments parsed, OptionsDraft draft)
    {
        if (parsed.Has("password"))
            draft.Warn("tool.BaseSqoopTool", "Setting your password on the command-line is insecure. Consider using --password-file or -P instead.");
        var isIndirect = parsed.Has("password-file") || parsed.Has("password-alias");
        var others = WaysToPassword.Count(parsed.Has);
        if (isIndirect && others > 1) throw new UsageException(OnePassword);
        // Asking wins over a password in the command line.
        if (parsed.Has("P")) CommonGroup.Prompt.Apply(draft, "");
    }

    private static void ReadParameterFile(OptionsDraft draft, Func<string, string?> readFile)
    {
        var name = draft.Connect.ParameterFile!;
        var text = readFile(name) ?? throw new UsageException($"Specified connection parameter file not found: {name}");
        draft.Connect = draft.Connect with { Parameters = JavaProperties.Parse(text) };
    }
}
