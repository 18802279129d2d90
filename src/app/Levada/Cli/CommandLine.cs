using System.CommandLine;
using System.CommandLine.Parsing;

namespace Levada.Cli;

/// <summary>The command line: parses, answers usage errors in one line, and hands over.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = CommandTree.Build().Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
        {
            // That a command is missing helps nobody who has misspelt one.
            var error = parsed.UnmatchedTokens is [var word, ..] ? $"'{word}' is not understood here" : parsed.Errors[0].Message;
            Console.Error.WriteLine($"levada {PathOf(parsed)}: {error}".Replace(" :", ":", StringComparison.Ordinal));
            Console.Error.WriteLine($"See `levada {PathOf(parsed)} --help`.".Replace("  ", " ", StringComparison.Ordinal));
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>The command's words after the program's name.</summary>
    public static string PathOf(ParseResult parsed)
    {
        var words = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Command: not RootCommand } command; result = result.Parent)
            words.Push(command.Command.Name);
        return string.Join(' ', words);
    }
}
