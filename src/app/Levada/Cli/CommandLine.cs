using System.CommandLine;
using System.CommandLine.Parsing;

namespace Levada.Cli;

/// <summary>The command line: parses, answers usage errors in one line, and hands over.</summary>
internal static class CommandLine
{
    // A word that begins with @ is a time, not a file of further arguments.
    private static readonly ParserConfiguration s_grammar = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Parse(arguments);
        if (MistakeIn(parsed, arguments) is { } mistake)
        {
            Console.Error.WriteLine($"levada {PathOf(parsed)}: {mistake}".Replace(" :", ":", StringComparison.Ordinal));
            Console.Error.WriteLine($"See `levada {PathOf(parsed)} --help`.".Replace("  ", " ", StringComparison.Ordinal));
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    public static ParseResult Parse(string[] arguments) => CommandTree.Build().Parse(arguments, s_grammar);

    /// <summary>What cannot be understood of a command line, or null.</summary>
    public static string? MistakeIn(ParseResult parsed, string[] arguments)
    {
        if (parsed.Action is HelpWithExamples) return null;
        if (FindStrayOption(parsed, arguments) is { } stray) return UnknownOption(parsed, stray);
        if (parsed.Errors.Count == 0) return null;
        // That a command is missing helps nobody who has misspelt one.
        if (parsed.UnmatchedTokens is not [var word, ..]) return NoNumber(parsed.Errors[0]) ?? parsed.Errors[0].Message;
        return IsOption(word) ? UnknownOption(parsed, word) : $"'{word}' is not understood here";
    }

    /// <summary>The command's words after the program's name.</summary>
    public static string PathOf(ParseResult parsed)
    {
        var words = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Command: not RootCommand } command; result = result.Parent)
            words.Push(command.Command.Name);
        return string.Join(' ', words);
    }

    /// <summary>The parser itself names the program's types where a number is wanted.</summary>
    private static string? NoNumber(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Option: var option, Tokens: [var token] }) return null;
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (type == typeof(double)) return $"{option.Name} takes a number, not '{token.Value}'";
        return type == typeof(int) || type == typeof(long) ? $"{option.Name} takes a whole number, not '{token.Value}'" : null;
    }

    /// <summary>An option that nobody knows, which the parser has taken for a topic, a group or whatever the command names.</summary>
    private static string? FindStrayOption(ParseResult parsed, string[] arguments)
    {
        var dashes = Array.IndexOf(arguments, "--");
        var literalCount = dashes < 0 ? 0 : arguments.Length - dashes - 1;
        return parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .SkipLast(literalCount).Select(token => token.Value).FirstOrDefault(IsOption);
    }

    // A single dash is a file.
    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-';

    private static string UnknownOption(ParseResult parsed, string word)
    {
        var name = word.Split('=')[0];
        var options = parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options.Where(option => option.Recursive));
        var meant = options.FirstOrDefault(option => option.Name.Length > 2
            && (name.StartsWith(option.Name, StringComparison.Ordinal) || (name.Length > 3 && option.Name.StartsWith(name, StringComparison.Ordinal))));
        return meant is null
            ? $"there is no option '{name}'; if it is a name, write -- before it"
            : $"there is no option '{name}'; did you mean {meant.Name}?";
    }
}
