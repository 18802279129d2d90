namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>What word processors make of command lines: long dashes and curly quotes.</summary>
internal static class Typography
{
    /// <summary>The number of dashes of any kind at the start, when at least one is not a hyphen; else 0.</summary>
    public static int CountDashes(string argument)
    {
        var count = 0;
        var isForeign = false;
        while (count < argument.Length && IsDash(argument[count]))
        {
            isForeign |= argument[count] != '-';
            count++;
        }

        return isForeign ? count : 0;
    }

    /// <summary>Refuses arguments that begin or end in curly quotes: the shell did not take them for quotes, so the value would be wrong.</summary>
    /// <remarks>The argument itself is not shown: it may be a password.</remarks>
    public static void RefuseCurlyQuotes(IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            var value = argument.StartsWith('-') ? argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..] : argument;
            if (FindCurlyQuote(value) is not { } quote) continue;
            var place = index > 0 && arguments[index - 1].StartsWith('-') ? $" (after {arguments[index - 1].Split('=')[0]})" : "";
            throw new UsageException(
                $"Argument {index + 1}{place} begins or ends with the curly quote {quote} (U+{(int)quote:X4}). "
                + "A word processor may have put it there: type ' or \" instead, or enclose the argument in \"\" if it is meant.");
        }
    }

    private static bool IsDash(char c) => c is '-' or (>= '\u2010' and <= '\u2015') or '\u2212' or '\uFE58' or '\uFE63' or '\uFF0D';

    private static char? FindCurlyQuote(string value)
    {
        if (value.Length == 0) return null;
        if (IsCurly(value[0])) return value[0];
        return IsCurly(value[^1]) ? value[^1] : null;
    }

    private static bool IsCurly(char c) => c is >= '\u2018' and <= '\u201F';
}
