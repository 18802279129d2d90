using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>A pattern of topic names in RE2's syntax; matches in time linear in the name.</summary>
internal sealed class TopicPattern
{
    private readonly Regex _regex;

    private TopicPattern(Regex regex) => _regex = regex;

    /// <param name="reason">What is wrong with the pattern.</param>
    public static bool TryParse(
        string pattern, [NotNullWhen(true)] out TopicPattern? compiled, [NotNullWhen(false)] out string? reason)
    {
        compiled = null;
        var translator = new Re2Translator(pattern);
        reason = translator.Translate(out var translated);
        if (reason is not null) return false;
        try
        {
            const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
            compiled = new TopicPattern(new Regex(@"\A(?:" + translated + @")\z", Options));
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            reason = e.Message;
            return false;
        }
    }

    /// <summary>The names that the pattern matches as a whole, in the order given.</summary>
    public string[] Filter(IEnumerable<string> names) => [.. names.Where(name => _regex.IsMatch(name))];
}
