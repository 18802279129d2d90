using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine;

/// <summary>Complains about arguments that are no options of the tool, all of them at once.</summary>
internal static class UnrecognizedArguments
{
    private const string Source = "tool.BaseSqoopTool";
    private static readonly string[] LayoutsOfImport = ["as-avrodatafile", "as-parquetfile", "as-sequencefile"];

    /// <exception cref="UsageException">There is one.</exception>
    public static void Refuse(ToolSpec tool, IReadOnlyList<string> unknown, ArgumentParser parser, OptionsDraft draft)
    {
        if (unknown.Count == 0) return;
        Error(draft, $"Error parsing arguments for {tool.Name}:");
        var isSecretNext = false;
        foreach (var argument in unknown)
        {
            Error(draft, $"Unrecognized argument: {(isSecretNext ? Secrets.Mask : Shown(argument, parser))}");
            isSecretNext = parser.IsSecret(argument) && !argument.Contains('=', StringComparison.Ordinal);
        }

        if (tool.Tool == ToolName.Export) NameLayouts(unknown, draft);
        if (unknown.Any(GenericArguments.IsGeneric))
            Error(draft, "Generic arguments (-D, -conf, -fs and so on) must stand before all others.");
        throw new UsageException(UsageException.Hint);
    }

    private static void NameLayouts(IReadOnlyList<string> unknown, OptionsDraft draft)
    {
        foreach (var argument in unknown.Where(argument => Array.IndexOf(LayoutsOfImport, argument.TrimStart('-')) >= 0))
            Error(draft, $"Please note that the export tool detects the file format automatically and does not support it as an argument: {argument}");
    }

    // What follows the first unknown word may hold a password all the same.
    private static string Shown(string argument, ArgumentParser parser)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var isSecret = equals > 0 && (parser.IsSecret(argument[..equals]) || Secrets.IsSecretName(argument[..equals]));
        return isSecret ? argument[..(equals + 1)] + Secrets.Mask : Secrets.MaskUrl(argument);
    }

    private static void Error(OptionsDraft draft, string text) => draft.Notes.Add(new(NoteLevel.Error, Source, text));
}
