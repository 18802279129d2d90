namespace Levada.Coordination.Groups.Consumer;

/// <summary>Keeps the patterns of a group's members resolved to topics.</summary>
/// <remarks>
/// A new pattern is resolved at once; all are resolved again when topics have changed, though not more often than every ten
/// seconds, and after the refresh interval in any case.
/// </remarks>
internal sealed class RegexResolution(ConsumerGroupOptions options, IClusterView cluster)
{
    /// <summary>Decides the records of patterns that are new, stand for other topics, or are not used any more.</summary>
    /// <returns>Whether members now subscribe to other topics.</returns>
    public bool Refresh(GroupDraft draft, Decision decision)
    {
        var group = draft.Group;
        if (!draft.HasRegexChange && group.Regexes.Count == 0) return false;
        var used = Used(draft);
        ForgetUnused(draft, used, decision);
        var isRoundDue = IsRoundDue(group, decision);
        var hasChange = false;
        foreach (var pattern in used)
        {
            var known = group.Regexes.GetValueOrDefault(pattern);
            if (known is null || isRoundDue) hasChange |= Resolve(draft, pattern, known, decision);
        }

        if (isRoundDue) (group.RegexesRefreshedAtMs, group.RegexesRefreshedVersion) = (decision.ElapsedMs, cluster.Topics.Version);
        return hasChange;
    }

    /// <summary>Decides the records after which patterns that nobody uses are forgotten.</summary>
    public static void ForgetUnused(GroupDraft draft, Decision decision)
    {
        if (draft.Group.Regexes.Count > 0) ForgetUnused(draft, Used(draft), decision);
    }

    private static SortedSet<string> Used(GroupDraft draft) =>
        new(draft.Members.Where(member => member.HasRegex).Select(member => member.SubscribedRegex!), StringComparer.Ordinal);

    private static void ForgetUnused(GroupDraft draft, SortedSet<string> used, Decision decision)
    {
        foreach (var pattern in draft.Group.Regexes.Keys)
        {
            if (used.Contains(pattern)) continue;
            draft.Change(pattern, null);
            decision.Append(ConsumerRecords.RegexTombstone(draft.Group.Id, pattern));
        }
    }

    private bool IsRoundDue(ConsumerGroup group, Decision decision)
    {
        if (group.Regexes.Count == 0) return false;
        if (group.RegexesRefreshedAtMs is { } lastMs && decision.ElapsedMs - lastMs < options.RegexRefreshIntervalMsMin) return false;
        var oldest = group.Regexes.Values.MinBy(resolved => resolved.TimestampMs)!;
        return decision.NowMs - oldest.TimestampMs >= options.RegexRefreshIntervalMs
            || group.RegexesRefreshedVersion != cluster.Topics.Version;
    }

    private bool Resolve(GroupDraft draft, string pattern, ResolvedRegex? known, Decision decision)
    {
        var catalog = cluster.Topics;
        var topics = TopicPattern.TryParse(pattern, out var compiled, out _) ? compiled.Filter(catalog.Names) : [];
        var hasChange = known is null || !topics.AsSpan().SequenceEqual(known.Topics);
        // Without news a record is due only so that the next broker does not look again at once.
        if (!hasChange && decision.NowMs - known!.TimestampMs < options.RegexRefreshIntervalMs) return false;
        var resolved = new ResolvedRegex(topics, catalog.Version, decision.NowMs);
        draft.Change(pattern, resolved);
        decision.Append(ConsumerRecords.Regex(draft.Group.Id, pattern, resolved));
        return hasChange;
    }
}
