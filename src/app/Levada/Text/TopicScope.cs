using System.Globalization;

namespace Levada.Text;

/// <summary>A topic with or without partitions: <c>topic</c> or <c>topic:0,1,4</c>.</summary>
internal static class TopicScope
{
    /// <returns>Partitions are null for all of them.</returns>
    /// <exception cref="UsageException">What follows the colon is no list of partitions.</exception>
    public static (string Topic, IReadOnlyCollection<int>? Partitions) Parse(string text)
    {
        var colon = text.IndexOf(':');
        return colon < 0 ? (text, null) : (text[..colon], ParsePartitions(text[(colon + 1)..]));
    }

    /// <summary>Reads <c>0,1,4-6</c>.</summary>
    /// <exception cref="UsageException">It is no list of partitions.</exception>
    public static IReadOnlyCollection<int> ParsePartitions(string text)
    {
        const int CountMax = 100_000;
        var partitions = new SortedSet<int>();
        foreach (var piece in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var dash = piece.IndexOf('-');
            var from = dash < 0 ? piece : piece[..dash];
            var to = dash < 0 ? piece : piece[(dash + 1)..];
            if (!int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last < first || last - first > CountMax)
                throw new UsageException($"'{text}' is no list of partitions: write for example 0,1,4-6");
            for (var partition = first; partition <= last; partition++) partitions.Add(partition);
        }

        return partitions;
    }
}
