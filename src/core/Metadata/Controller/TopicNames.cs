namespace Levada.Metadata.Controller;

/// <summary>What a topic may be called.</summary>
public static class TopicNames
{
    public const string ConsumerOffsets = "__consumer_offsets";
    public const string TransactionState = "__transaction_state";
    public const string ShareGroupState = "__share_group_state";
    public const string ClusterMetadata = "__cluster_metadata";

    private const int LengthMax = 249;

    /// <summary>Whether clients may not write to the topic and Metadata marks it internal.</summary>
    public static bool IsInternal(string name) => name is ConsumerOffsets or TransactionState or ShareGroupState;

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? Check(string name)
    {
        if (name.Length == 0) return "a topic name must not be empty";
        if (name is "." or "..") return $"a topic cannot be called '{name}'";
        if (name.Length > LengthMax) return $"a topic name has at most {LengthMax} characters, this one {name.Length}";
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-'))
                return $"topic name '{name}' has other characters than letters, digits, '.', '_' and '-'";
        }

        return null;
    }

    /// <summary>Whether a name can collide with another in metric names, where '.' and '_' are one.</summary>
    internal static bool CanCollide(string name) => name.AsSpan().IndexOfAny('.', '_') >= 0;
}
