using Levada.Transfer;

namespace Levada.DataFiles.Sources;

/// <summary>Makes one text of each choice between braces: <c>a{b,c{d,e}}</c> is <c>ab</c>, <c>acd</c>, <c>ace</c>. A backslash makes the next character mean itself.</summary>
internal static class BraceExpansion
{
    private const int CountMax = 10_000;

    /// <exception cref="TransferException">A brace is not closed, or there are more than 10,000 texts.</exception>
    public static IReadOnlyList<string> Of(string pattern)
    {
        var done = new List<string>();
        var open = new Stack<string>([pattern]);
        while (open.TryPop(out var next))
        {
            if (done.Count + open.Count >= CountMax)
                throw new TransferException($"The pattern {pattern} has more than {CountMax} alternatives.");
            var start = StartOf(next);
            if (start < 0)
                done.Add(next);
            else
                foreach (var choice in Choices(next, start))
                    open.Push(choice);
        }

        return done;
    }

    private static int StartOf(string pattern)
    {
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] == '\\')
                at++;
            else if (pattern[at] == '{')
                return at;
        }

        return -1;
    }

    /// <summary>The pattern once for each choice of its first pair of braces.</summary>
    private static List<string> Choices(string pattern, int start)
    {
        var choices = new List<string>();
        var choiceStart = start + 1;
        var depth = 0;
        for (var at = start; at < pattern.Length; at++)
        {
            depth += pattern[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0 || (depth == 1 && pattern[at] == ','))
            {
                choices.Add(pattern[choiceStart..at]);
                choiceStart = at + 1;
            }

            if (depth == 0)
                return [.. choices.Select(choice => string.Concat(pattern.AsSpan(0, start), choice, pattern.AsSpan(at + 1)))];
            if (pattern[at] == '\\')
                at++;
        }

        throw new TransferException($"The pattern {pattern} has a {{ without its }}.");
    }
}
