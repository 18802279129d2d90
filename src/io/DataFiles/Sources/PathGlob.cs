namespace Levada.DataFiles.Sources;

/// <summary>Finds the paths that match a pattern in Hadoop's syntax: <see cref="NamePattern"/> between the slashes, <see cref="BraceExpansion"/> over all.</summary>
internal static class PathGlob
{
    private const string Special = "*?[{\\";

    /// <summary>Whether a path has any character that may mean more than itself.</summary>
    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny(Special) >= 0;

    /// <summary>The paths that match, each once, in ordinal order.</summary>
    /// <param name="pattern">An absolute path.</param>
    /// <param name="list">The names in a directory; none for what is no directory.</param>
    /// <param name="exists">Whether there is such a path.</param>
    public static IReadOnlyList<string> Find(string pattern, Func<string, IEnumerable<string>> list, Func<string, bool> exists) =>
    [
        .. BraceExpansion.Of(pattern)
            .SelectMany(choice => FindOne(choice, list, exists))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> FindOne(string pattern, Func<string, IEnumerable<string>> list, Func<string, bool> exists)
    {
        var root = Path.GetPathRoot(pattern) ?? "";
        IEnumerable<string> found = [root];
        foreach (var name in pattern[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries))
            found = IsPattern(name) ? Matching(found, new NamePattern(name), list) : found.Select(parent => Path.Join(parent, name));
        return found.Where(exists);
    }

    private static IEnumerable<string> Matching(IEnumerable<string> parents, NamePattern pattern, Func<string, IEnumerable<string>> list) =>
        from parent in parents
        from name in list(parent)
        where pattern.IsMatch(name)
        select Path.Join(parent, name);
}
