namespace Levada.Coordination.Share;

/// <summary>Lays newer states over older ones.</summary>
internal static class StateBatches
{
    /// <param name="older">In order, without overlap.</param>
    /// <param name="newer">Later ones win.</param>
    /// <returns>In order, without overlap, nothing below the start offset, alike neighbours joined.</returns>
    public static IReadOnlyList<StateBatch> Merge(IReadOnlyList<StateBatch> older, IEnumerable<StateBatch> newer, long startOffset)
    {
        var merged = older;
        foreach (var batch in newer) merged = Overlay(merged, batch);
        var joined = new List<StateBatch>(merged.Count);
        foreach (var batch in merged)
        {
            if (batch.Last < startOffset) continue;
            Join(joined, batch with { First = Math.Max(batch.First, startOffset) });
        }

        return joined;
    }

    private static List<StateBatch> Overlay(IReadOnlyList<StateBatch> below, StateBatch above)
    {
        var result = new List<StateBatch>(below.Count + 2);
        var isPlaced = false;
        foreach (var batch in below)
        {
            if (batch.First < above.First) result.Add(batch with { Last = Math.Min(batch.Last, above.First - 1) });
            if (!isPlaced && batch.Last >= above.First)
            {
                result.Add(above);
                isPlaced = true;
            }

            if (batch.Last > above.Last) result.Add(batch with { First = Math.Max(batch.First, above.Last + 1) });
        }

        if (!isPlaced) result.Add(above);
        return result;
    }

    private static void Join(List<StateBatch> batches, StateBatch next)
    {
        if (batches.Count > 0 && batches[^1] is var previous && previous.Last + 1 == next.First
            && previous.State == next.State && previous.DeliveryCount == next.DeliveryCount)
            batches[^1] = previous with { Last = next.Last };
        else
            batches.Add(next);
    }
}
