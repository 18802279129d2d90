namespace Levada.Metadata.Controller;

/// <summary>Takes topic names that differ only in '.' and '_' for the same, as metric names do.</summary>
internal sealed class TopicCollisionComparer : IEqualityComparer<string>
{
    public static TopicCollisionComparer Instance { get; } = new();

    public bool Equals(string? left, string? right)
    {
        if (left is null || right is null || left.Length != right.Length) return left is null && right is null;
        for (var index = 0; index < left.Length; index++)
        {
            if (Fold(left[index]) != Fold(right[index])) return false;
        }

        return true;
    }

    public int GetHashCode(string name)
    {
        var hash = 0;
        foreach (var letter in name) hash = (hash * 31) + Fold(letter);
        return hash;
    }

    private static char Fold(char letter) => letter == '.' ? '_' : letter;
}
