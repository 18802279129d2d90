using Levada.Client.Admin;
using Levada.Client.Consuming;
using Levada.Protocol;
using Levada.Text;

namespace Levada.Operations;

/// <summary>The <c>consume</c> command, on its own and as a member of a group.</summary>
internal sealed class ConsumeOperation(Session session, ConsumeOptions options)
{
    private readonly OffsetResolver _resolver = new(session, options.Fetch.IsCommittedOnly);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var printer = new RecordPrinter(options, session.Screen);
        try
        {
            if (options.Group is null) await ReadAloneAsync(printer, cancellationToken);
            else await ReadInGroupAsync(printer, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how following ends.
        }

        printer.Flush();
        return ExitCode.Success;
    }

    private async Task ReadAloneAsync(RecordPrinter printer, CancellationToken cancellationToken)
    {
        var start = options.Range.Start ?? new OffsetSpec(OffsetKind.End);
        var positions = new Dictionary<TopicPartition, long>();
        var stops = new Dictionary<TopicPartition, long>();
        foreach (var (topic, partitions) in options.Topics.Select(TopicScope.Parse))
        {
            foreach (var (partition, offset) in await _resolver.ResolveAsync(topic, partitions, start, null, cancellationToken)) positions[partition] = offset;
            await AddStopsAsync(stops, topic, partitions, cancellationToken);
        }

        await ReadAsync(printer, positions, stops, cancellationToken);
    }

    private async Task ReadInGroupAsync(RecordPrinter printer, CancellationToken cancellationToken)
    {
        var topics = options.Topics.Select(text => TopicScope.Parse(text) is (var topic, null)
            ? topic
            : throw new UsageException("a group assigns partitions itself: name topics without them, or leave --group out"));
        var memberOptions = new GroupMemberOptions { GroupId = options.Group!, Topics = [.. topics], InstanceId = options.InstanceId };
        await using var member = new GroupMember(session.Client, memberOptions);
        try
        {
            while (!printer.IsCountReached)
            {
                var assignment = await member.JoinAsync(cancellationToken);
                if (!await ReadAssignedAsync(printer, member, assignment, cancellationToken)) break;
            }
        }
        finally
        {
            await member.LeaveAsync(CancellationToken.None);
        }
    }

    // Whether to join again.
    private async Task<bool> ReadAssignedAsync(
        RecordPrinter printer, GroupMember member, IReadOnlyList<TopicPartition> assignment, CancellationToken cancellationToken)
    {
        var positions = await PositionsAsync(member, assignment, cancellationToken);
        var stops = new Dictionary<TopicPartition, long>();
        foreach (var topic in assignment.GroupBy(partition => partition.Topic))
            await AddStopsAsync(stops, topic.Key, [.. topic.Select(partition => partition.Partition)], cancellationToken);
        using var untilRebalance = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, member.RebalanceNeeded);
        try
        {
            if (assignment.Count == 0) await Task.Delay(Timeout.Infinite, untilRebalance.Token);
            await ReadAsync(printer, positions, stops, untilRebalance.Token, () => CommitAsync(member, positions));
            return false;
        }
        catch (OperationCanceledException) when (member.RebalanceNeeded.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return true;
        }
        finally
        {
            printer.Flush();
            await CommitAsync(member, positions);
        }
    }

    private async Task<Dictionary<TopicPartition, long>> PositionsAsync(
        GroupMember member, IReadOnlyList<TopicPartition> assignment, CancellationToken cancellationToken)
    {
        if (assignment.Count == 0) return [];
        var committed = await member.FetchCommittedAsync(cancellationToken);
        var fallback = options.Range.Start is { Kind: not OffsetKind.Stored } start ? start : new OffsetSpec(OffsetKind.Beginning);
        var positions = committed.Where(offset => assignment.Contains(offset.Partition)).ToDictionary(offset => offset.Partition, offset => offset.Offset);
        foreach (var topic in assignment.Where(partition => !positions.ContainsKey(partition)).GroupBy(partition => partition.Topic).ToList())
        {
            var missing = topic.Select(partition => partition.Partition).ToList();
            foreach (var (partition, offset) in await _resolver.ResolveAsync(topic.Key, missing, fallback, null, cancellationToken))
                positions[partition] = offset;
        }

        return positions;
    }

    private async Task CommitAsync(GroupMember member, Dictionary<TopicPartition, long> positions)
    {
        if (!options.IsCommitting || positions.Count == 0) return;
        try
        {
            await member.CommitAsync([.. positions.Select(position => new CommittedOffset(position.Key, position.Value))], CancellationToken.None);
        }
        catch (Client.KafkaException e) when (e.Error is ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId or ErrorCode.RebalanceInProgress)
        {
            session.Screen.Warn($"levada: {e.Message}; some records will be read again");
        }
    }

    private async Task AddStopsAsync(
        Dictionary<TopicPartition, long> stops, string topic, IReadOnlyCollection<int>? partitions, CancellationToken cancellationToken)
    {
        var stop = options.Range.Stop ?? (options.IsEndingAtEnd ? new OffsetSpec(OffsetKind.End) : null);
        if (stop is null) return;
        foreach (var (partition, offset) in await _resolver.ResolveAsync(topic, partitions, stop.Value, null, cancellationToken)) stops[partition] = offset;
    }

    // Positions are kept up to date while reading; it ends when every partition has come to its stop.
    private async Task ReadAsync(
        RecordPrinter printer, Dictionary<TopicPartition, long> positions, Dictionary<TopicPartition, long> stops, CancellationToken cancellationToken,
        Func<Task>? commit = null)
    {
        var committedAt = session.Time.GetTimestamp();
        var isBounded = stops.Count > 0;
        if (isBounded && positions.All(IsDone)) return;
        await using var fetcher = new Fetcher(session.Client, options.Fetch, positions.Where(position => !IsDone(position)));
        while (!printer.IsCountReached && !(isBounded && positions.All(IsDone)))
        {
            using var set = await fetcher.NextAsync(cancellationToken);
            foreach (var partition in set.Partitions.Where(partition => positions.ContainsKey(partition.Partition)))
            {
                if (IsDone(KeyValuePair.Create(partition.Partition, positions[partition.Partition]))) continue;
                positions[partition.Partition] = printer.Print(partition, stops.TryGetValue(partition.Partition, out var stop) ? stop : null);
                if (printer.IsCountReached) break;
            }

            printer.Flush();
            if (commit is null || session.Time.GetElapsedTime(committedAt) < TimeSpan.FromSeconds(5)) continue;
            await commit();
            committedAt = session.Time.GetTimestamp();
        }

        bool IsDone(KeyValuePair<TopicPartition, long> position) => stops.TryGetValue(position.Key, out var stop) && position.Value >= stop;
    }
}
