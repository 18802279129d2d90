using Levada.Protocol;

namespace Levada.Client.Admin;

/// <summary>Asks each partition's leader, and asks again those whose leader has moved.</summary>
internal static class ByLeader
{
    /// <param name="items">What to ask for, each about one partition.</param>
    /// <param name="ask">Asks one node for some items.</param>
    /// <param name="judge">The partition and error of a result.</param>
    /// <returns>One result per item: answers, and the last error of those that got none.</returns>
    public static async Task<IReadOnlyList<TResult>> AskAsync<TItem, TResult>(
        KafkaClient client, IReadOnlyCollection<TItem> items, Func<TItem, TopicPartition> partitionOf,
        Func<int, IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> ask, Func<TResult, (TopicPartition Partition, ErrorCode Error)> judge,
        CancellationToken cancellationToken)
    {
        var done = new List<TResult>();
        var open = items.ToList();
        var policy = RetryPolicy.Of(client.Options);
        var start = client.Time.GetTimestamp();
        for (var failedCount = 1; open.Count > 0; failedCount++)
        {
            var leaderless = open.FindIndex(item => client.Metadata.Find(partitionOf(item).Topic, partitionOf(item).Partition) is null or { Leader: < 0 });
            var results = leaderless < 0 ? await AskLeadersAsync(client, open, partitionOf, ask) : [];
            var retriable = leaderless < 0 ? ErrorCode.None : ErrorCode.LeaderNotAvailable;
            foreach (var error in results.Select(result => judge(result).Error).Where(error => error.IsRetriable())) retriable = error;
            if (retriable == ErrorCode.None) return [.. done, .. results];
            var elapsedMs = (long)client.Time.GetElapsedTime(start).TotalMilliseconds;
            if (policy.NextDelayMs(retriable, failedCount, elapsedMs) is not { } delayMs)
            {
                return leaderless < 0
                    ? [.. done, .. results]
                    : throw KafkaException.From(ErrorCode.LeaderNotAvailable, partitionOf(open[leaderless]).ToString());
            }

            done.AddRange(results.Where(result => !judge(result).Error.IsRetriable()));
            var answered = results.Where(result => !judge(result).Error.IsRetriable()).Select(result => judge(result).Partition).ToHashSet();
            open.RemoveAll(item => answered.Contains(partitionOf(item)));
            await Task.Delay(TimeSpan.FromMilliseconds(delayMs), client.Time, cancellationToken);
            await client.RefreshMetadataAsync([.. open.Select(item => partitionOf(item).Topic).Distinct()], cancellationToken: cancellationToken);
        }

        return done;
    }

    private static async Task<IReadOnlyList<TResult>> AskLeadersAsync<TItem, TResult>(
        KafkaClient client, List<TItem> items, Func<TItem, TopicPartition> partitionOf, Func<int, IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> ask)
    {
        var byLeader = items.GroupBy(item => client.Metadata.Find(partitionOf(item).Topic, partitionOf(item).Partition)!.Leader);
        var answers = await Task.WhenAll(byLeader.Select(part => ask(part.Key, [.. part])));
        return [.. answers.SelectMany(answer => answer)];
    }
}
