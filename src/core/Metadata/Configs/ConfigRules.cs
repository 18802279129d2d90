namespace Levada.Metadata.Configs;

/// <summary>What values a configuration takes beyond its type.</summary>
public sealed record ConfigRules
{
    internal static ConfigRules None { get; } = new();

    public double Min { get; init; } = double.NegativeInfinity;
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>A value outside the range that is allowed all the same, such as -1 for "the codec's choice".</summary>
    public double? Exception { get; init; }

    /// <summary>The words a string, or each element of a list, may be; null for any.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>Whether a list drops what it names twice (KIP-1161).</summary>
    public bool IsUnique { get; init; }

    public bool IsNonEmpty { get; init; }

    /// <summary>Whether the list is <c>*</c> or partition:broker pairs.</summary>
    public bool IsThrottledReplicas { get; init; }

    /// <summary>What is wrong with a number, or null.</summary>
    internal string? CheckNumber(double value)
    {
        if (value == Exception || (value >= Min && value <= Max)) return null;
        if (double.IsPositiveInfinity(Max)) return $"must be at least {Min}";
        return Exception is { } other ? $"must be {Min} to {Max}, or {other}" : $"must be {Min} to {Max}";
    }

    /// <summary>What is wrong with a word, or null.</summary>
    internal string? CheckWord(string word)
    {
        if (IsNonEmpty && word.Length == 0) return "must not be empty";
        if (Allowed is { } allowed && !allowed.Contains(word)) return $"must be one of {string.Join(", ", allowed)}";
        return null;
    }

    /// <summary>What is wrong with a list, or null.</summary>
    internal string? CheckList(IReadOnlyList<string> items)
    {
        if (IsNonEmpty && items.Count == 0) return "must not be empty";
        if (IsThrottledReplicas) return CheckThrottledReplicas(items);
        foreach (var item in items)
        {
            if (item.Length == 0) return "must not have an empty element";
            if (Allowed is { } allowed && !allowed.Contains(item))
                return $"each element must be one of {string.Join(", ", allowed)}";
        }

        return null;
    }

    private static string? CheckThrottledReplicas(IReadOnlyList<string> items)
    {
        if (items.Count == 1 && items[0] == "*") return null;
        foreach (var item in items)
        {
            var colon = item.IndexOf(':');
            if (colon < 0 || !uint.TryParse(item.AsSpan(0, colon), out _) || !uint.TryParse(item.AsSpan(colon + 1), out _))
                return "must be * or pairs of partition:broker";
        }

        return null;
    }
}
