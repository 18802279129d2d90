using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>Log start, last stable offset and high watermark stand in this order and never fall, not by a restart either.</summary>
internal sealed class BoundsNeverFall : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history) =>
        history.Of<BoundsEvent>().GroupBy(bounds => (bounds.Topic, bounds.Partition)).SelectMany(seen => Check([.. seen]));

    private static IEnumerable<Finding> Check(BoundsEvent[] seen)
    {
        foreach (var bounds in seen.Where(bounds => bounds.LogStart > bounds.LastStable || bounds.LastStable > bounds.HighWatermark))
            yield return new("bounds-out-of-order", $"{Text(bounds)}");
        // The highest of all that was known before: by end, so that only what was surely over counts.
        var byEnd = new Queue<BoundsEvent>(seen.OrderBy(bounds => bounds.EndUs));
        BoundsEvent? highest = null;
        foreach (var bounds in seen.OrderBy(bounds => bounds.BeginUs))
        {
            while (byEnd.TryPeek(out var over) && over.IsBefore(bounds))
            {
                highest = highest is null ? over : Highest(highest, over);
                byEnd.Dequeue();
            }

            if (highest is not null && IsLower(bounds, highest))
                yield return new("bounds-fell", $"{Text(bounds)} after {Text(highest)}");
        }
    }

    private static BoundsEvent Highest(BoundsEvent a, BoundsEvent b) => a with
    {
        LogStart = Math.Max(a.LogStart, b.LogStart),
        LastStable = Math.Max(a.LastStable, b.LastStable),
        HighWatermark = Math.Max(a.HighWatermark, b.HighWatermark),
    };

    private static bool IsLower(BoundsEvent bounds, BoundsEvent known) =>
        bounds.LogStart < known.LogStart || bounds.LastStable < known.LastStable || bounds.HighWatermark < known.HighWatermark;

    private static string Text(BoundsEvent bounds) =>
        $"{bounds.Topic}-{bounds.Partition}: log start {bounds.LogStart}, last stable {bounds.LastStable}, high watermark {bounds.HighWatermark}";
}
