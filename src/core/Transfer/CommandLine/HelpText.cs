using System.Collections.Immutable;
using System.Text;

namespace Levada.Transfer.CommandLine;

/// <summary>Writes the help of the tools, from the same tables that options are read by.</summary>
internal static class HelpText
{
    private const int LineWidth = 74;
    private const int Gap = 4;

    private const string Generic =
        """

        Generic Hadoop command-line arguments:
        (must precede any tool-specific arguments)
        -D <property=value>                 set a property
        -conf <configuration file>          read properties from a Hadoop configuration file
        -fs <uri>                           set fs.defaultFS
        -jt, -files, -libjars, -archives    accepted; they concern Hadoop only

        """;

    /// <summary>What the tool help says: the list of tools, or the options of one.</summary>
    public static CommandLineResult Answer(ImmutableArray<string> arguments)
    {
        if (arguments.IsEmpty) return new() { Output = Tools() };
        if (arguments.Length > 1) return new() { ExitCode = 1, ErrorText = $"Unrecognized argument: {arguments[1]}" };
        return ToolCatalogue.Find(arguments[0]) is { } tool
            ? new() { Output = Of(tool) }
            : new() { ExitCode = 1, Output = $"No such tool: {arguments[0]}\nTry 'sqoop help' for a list of available commands.\n" };
    }

    public static string Of(ToolSpec tool)
    {
        var text = new StringBuilder($"usage: sqoop {tool.Name} {tool.Usage}".TrimEnd()).Append("\n\n");
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in tool.Groups())
        {
            // An option that belongs to two groups is shown in the first.
            var options = group.Options.Where(option => shown.Add(option.Name)).OrderBy(option => option.Key, StringComparer.OrdinalIgnoreCase).ToList();
            if (shown.Count > options.Count) text.Append('\n');
            text.Append(group.Title).Append(":\n");
            Append(text, [.. options.Select(option => (Usage(option), option.Description))]);
        }

        if (tool.Usage.StartsWith("[GENERIC-ARGS]", StringComparison.Ordinal)) text.Append(Generic);
        if (tool.Footer.Length > 0) text.Append('\n').Append(tool.Footer).Append('\n');
        return text.ToString();
    }

    private static string Tools()
    {
        var text = new StringBuilder("usage: sqoop COMMAND [ARGS]\n\nAvailable commands:\n");
        var width = ToolCatalogue.All.Max(tool => tool.Name.Length) + 2;
        foreach (var tool in ToolCatalogue.All) text.Append("  ").Append(tool.Name.PadRight(width)).Append(tool.Description).Append('\n');
        return text.Append("\nSee 'sqoop help COMMAND' for information on a specific command.\n").ToString();
    }

    private static string Usage(OptionSpec option)
    {
        var names = option.HasOnlyShort ? $"-{option.Short}" : option.Short is { } letter ? $"-{letter},--{option.Name}" : $"   --{option.Name}";
        return option.ValueName is { } value ? $"{names} <{value}>" : names;
    }

    private static void Append(StringBuilder text, IReadOnlyList<(string Usage, string Description)> rows)
    {
        if (rows.Count == 0) return;
        var column = rows.Max(row => row.Usage.Length) + Gap;
        // Where the names take most of a line, the rest goes over its end rather than into a pillar of words.
        var width = Math.Max(LineWidth - column, LineWidth / 2);
        foreach (var (usage, description) in rows)
        {
            var line = usage.PadRight(column);
            foreach (var part in Wrap(description, width))
            {
                text.Append(line).Append(part).Append('\n');
                line = new string(' ', column);
            }
        }
    }

    private static IEnumerable<string> Wrap(string description, int width)
    {
        var line = new StringBuilder();
        foreach (var word in description.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }

        yield return line.ToString();
    }
}
