using System.Text;
using System.Text.RegularExpressions;
using Levada.Transfer;

namespace Levada.DataFiles.Sources;

/// <summary>A pattern for one name: <c>*</c>, <c>?</c>, <c>[ab]</c>, <c>[a-z]</c>, <c>[^a]</c>, and a backslash before what means itself.</summary>
internal sealed class NamePattern
{
    private readonly Regex _expression;
    private readonly bool _isHiddenMeant;

    /// <exception cref="TransferException">A bracket is not closed, or a range runs backwards.</exception>
    public NamePattern(string pattern)
    {
        _isHiddenMeant = pattern[0] is '_' or '.';
        try
        {
            _expression = new Regex(ExpressionOf(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
        }
        catch (ArgumentException e)
        {
            throw new TransferException($"The pattern {pattern} has a set of characters that means nothing.", e);
        }
    }

    /// <summary>Whether a name belongs to what is not data: <c>_SUCCESS</c>, <c>_lob</c>, <c>.part.crc</c>.</summary>
    public static bool IsHidden(string name) => name.StartsWith('_') || name.StartsWith('.');

    /// <summary>Whether the name matches. One that <see cref="IsHidden"/> does only when the pattern begins as it does.</summary>
    public bool IsMatch(string name) => (_isHiddenMeant || !IsHidden(name)) && _expression.IsMatch(name);

    private static string ExpressionOf(string pattern)
    {
        var expression = new StringBuilder("^");
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] == '[')
            {
                at = AppendSet(expression, pattern, at);
                continue;
            }

            if (pattern[at] == '\\' && at + 1 < pattern.Length)
                expression.Append(Regex.Escape(pattern[++at].ToString()));
            else
                expression.Append(pattern[at] switch { '*' => ".*", '?' => ".", var other => Regex.Escape(other.ToString()) });
        }

        return expression.Append("\\z").ToString();
    }

    /// <summary>Appends the set that begins at a bracket; answers where it ends.</summary>
    private static int AppendSet(StringBuilder expression, string pattern, int start)
    {
        var first = start + (pattern.AsSpan(start + 1).StartsWith("^") || pattern.AsSpan(start + 1).StartsWith("!") ? 2 : 1);
        expression.Append(first == start + 2 ? "[^" : "[");
        for (var at = first; at < pattern.Length; at++)
        {
            if (pattern[at] == ']' && at > first)
            {
                expression.Append(']');
                return at;
            }

            if (pattern[at] == '\\' && at + 1 < pattern.Length)
                at++;
            else if (pattern[at] == '-')
            {
                expression.Append('-');
                continue;
            }

            expression.Append(pattern[at] is '\\' or '[' or ']' or '^' or '-' ? $"\\{pattern[at]}" : pattern[at].ToString());
        }

        throw new TransferException($"The pattern {pattern} has a [ without its ].");
    }
}
