using System.Collections.Immutable;

namespace Levada.Transfer.Sql;

/// <summary>A name that may be qualified and quoted, as <c>t4.a</c>, <c>"s"."T"</c> or <c>[x].[y z]</c>, taken apart.</summary>
internal static class NamePath
{
    private const string QuoteStarts = "\"`[";
    private const string QuoteEnds = "\"`]";

    /// <summary>The parts without their quotes; empty when the text is no name but an expression.</summary>
    public static ImmutableArray<string> Parse(string text)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var rest = text.AsSpan().Trim();
        while (true)
        {
            if (TakePart(ref rest) is not { Length: > 0 } part)
                return [];
            parts.Add(part);
            if (rest.IsEmpty)
                return parts.ToImmutable();
            if (rest[0] != '.')
                return [];
            rest = rest[1..];
        }
    }

    private static string TakePart(ref ReadOnlySpan<char> rest)
    {
        var quote = rest.IsEmpty ? -1 : QuoteStarts.IndexOf(rest[0], StringComparison.Ordinal);
        if (quote >= 0)
            return TakeQuoted(ref rest, QuoteEnds[quote]);
        var length = 0;
        while (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] is '_' or '$' or '#' or '@'))
            length++;
        var part = rest[..length].ToString();
        rest = rest[length..];
        return part;
    }

    private static string TakeQuoted(ref ReadOnlySpan<char> rest, char end)
    {
        for (var index = 1; index < rest.Length; index++)
        {
            if (rest[index] != end)
                continue;
            // A doubled quote stands for itself.
            if (index + 1 < rest.Length && rest[index + 1] == end)
            {
                index++;
                continue;
            }
            var part = rest[1..index].ToString().Replace(new string(end, 2), end.ToString(), StringComparison.Ordinal);
            rest = rest[(index + 1)..];
            return part;
        }
        return "";
    }
}
