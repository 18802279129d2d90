using System.Text;
using System.Text.RegularExpressions;

namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>Puts the content of options files in place of <c>--options-file F</c>: one token for each line.</summary>
internal static class OptionsFile
{
    private const string OptionName = "--options-file";

    /// <param name="readFile">The text of a file; null when it cannot be read.</param>
    /// <exception cref="UsageException">A file that cannot be read or understood.</exception>
    public static List<string> Expand(IReadOnlyList<string> arguments, Func<string, string?> readFile)
    {
        var expanded = new List<string>(arguments.Count);
        for (var index = 0; index < arguments.Count; index++)
        {
            if (arguments[index] != OptionName)
            {
                expanded.Add(arguments[index]);
                continue;
            }

            if (++index == arguments.Count) throw new UsageException("Missing options file");
            var name = arguments[index];
            var text = readFile(name) ?? throw new UsageException($"Unable to read options file: {name}");
            expanded.AddRange(Parse(name, text));
        }

        return expanded;
    }

    private static IEnumerable<string> Parse(string fileName, string text)
    {
        var token = new StringBuilder();
        foreach (var natural in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = natural.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            token.Append(line);
            if (line[^1] != '\\')
            {
                yield return Unquote(fileName, token.ToString());
                token.Clear();
                continue;
            }

            if (token[0] is '\'' or '"')
                throw new UsageException($"Multiline quoted strings not supported in file({fileName}): {token}");
            token.Length--;
        }

        if (token.Length > 0) throw Malformed(fileName, token.ToString());
    }

    private static string Unquote(string fileName, string token)
    {
        var plain = Unquote(fileName, token, '"');
        return plain.Length != token.Length ? plain : Unquote(fileName, token, '\'');
    }

    private static string Unquote(string fileName, string token, char quote)
    {
        var starts = token.StartsWith(quote);
        var ends = token.EndsWith(quote);
        if (starts && ends) return token.Length > 1 ? token[1..^1] : throw Malformed(fileName, token);
        // A condition may end in a quoted value: ... = 'x'.
        if ((starts || ends) && !Regex.IsMatch(token, $@"=\s*{quote}.*{quote}\z")) throw Malformed(fileName, token);
        return token;
    }

    private static UsageException Malformed(string fileName, string token) =>
        new($"Malformed option in options file({fileName}): {token}");
}
