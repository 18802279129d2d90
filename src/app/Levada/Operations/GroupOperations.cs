using Levada.Client;
using Levada.Client.Admin;
using Levada.Output;
using Levada.Protocol;
using Levada.Text;

namespace Levada.Operations;

/// <summary>The <c>group</c> commands.</summary>
internal sealed class GroupOperations(Session session)
{
    private readonly GroupAdmin _groups = new(session.Client);
    private readonly GroupOffsetAdmin _groupOffsets = new(session.Client);
    private readonly ShareGroupOffsetAdmin _shares = new(session.Client);
    private readonly OffsetAdmin _offsets = new(session.Client);

    public async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        var table = new Table(
            "groups", new Column("GROUP", "group"), new Column("STATE", "state"), new Column("TYPE", "type"), new Column("PROTOCOL", "protocolType"));
        foreach (var group in await _groups.ListAsync(cancellationToken))
            table.Add(group.GroupId, Word(group.State), Word(group.Type), Word(group.ProtocolType));
        session.Screen.Write(table);
        return ExitCode.Success;
    }

    public async Task<int> DescribeAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var (groups, members, partitions) = DescriptionTables();
        foreach (var name in names)
        {
            var group = await _groups.DescribeAsync(name, cancellationToken);
            var lag = group.Type == "share"
                ? await AddSharedAsync(partitions, group, cancellationToken)
                : await AddPartitionsAsync(partitions, group, cancellationToken);
            groups.Add(
                name, group.State, group.Type, Word(group.Assignor), Cell.Known(group.Epoch), Cell.Known(group.AssignmentEpoch),
                group.CoordinatorId, group.Members.Count, lag);
            foreach (var member in group.Members)
            {
                members.Add(
                    name, member.MemberId, member.InstanceId ?? "-", Word(member.Protocol), Cell.Known(member.Epoch),
                    member.Assignment.Count, member.Target.Count);
            }
        }

        session.Screen.Write([groups, members, partitions]);
        return ExitCode.Success;
    }

    /// <summary>Moves committed offsets, or shows how they would move.</summary>
    public async Task<int> SeekAsync(GroupSeekOptions options, CancellationToken cancellationToken)
    {
        await RequireNoMembersAsync(options.Group, cancellationToken);
        var shared = await _shares.FindAsync(options.Group, cancellationToken);
        var committed = shared is null
            ? await _groupOffsets.FetchAsync(options.Group, cancellationToken)
            : [.. shared.Where(offset => offset.StartOffset >= 0).Select(offset => new CommittedOffset(offset.Partition, offset.StartOffset))];
        var moves = new List<(TopicPartition Partition, long? From, long To)>();
        foreach (var (topic, partitions) in Scope(options, committed))
        {
            var places = await PlacesAsync(topic, partitions, options, committed, cancellationToken);
            moves.AddRange(places.Select(place => (place.Key, committed.FirstOrDefault(offset => offset.Partition == place.Key)?.Offset, place.Value)));
        }

        if (moves.Count == 0) throw new UsageException($"group {options.Group} has committed nothing; name topics with --topic");
        if (options.IsExecuted) await MoveAsync(options.Group, shared is not null, moves, cancellationToken);
        var table = new Table(
            "partitions", new Column("TOPIC", "topic"), new Column("PARTITION", "partition", true), new Column("FROM", "fromOffset", true),
            new Column("TO", "toOffset", true));
        foreach (var (partition, from, to) in moves) table.Add(partition.Topic, partition.Partition, Cell.Known(from ?? -1), to);
        session.Screen.Write(table);
        if (!options.IsExecuted) session.Screen.Say("Nothing was changed; add --execute to do it.");
        return ExitCode.Success;
    }

    /// <summary>The broker would refuse it as well, but a dry run does not get there.</summary>
    private async Task RequireNoMembersAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            var description = await _groups.DescribeAsync(group, cancellationToken);
            if (description.Members.Count > 0)
                throw new KafkaException(ErrorCode.NonEmptyGroup, $"group {group} has members (state {description.State}, {description.Members.Count} of them); stop them first");
        }
        catch (KafkaException e) when (e.Error == ErrorCode.GroupIdNotFound)
        {
            // Nobody has joined it yet: its first offsets may be set.
        }
    }

    private Task MoveAsync(
        string group, bool isShared, IReadOnlyList<(TopicPartition Partition, long? From, long To)> moves, CancellationToken cancellationToken) => isShared
        ? _shares.AlterAsync(group, [.. moves.Select(move => KeyValuePair.Create(move.Partition, move.To))], cancellationToken)
        : _groupOffsets.CommitAsync(group, [.. moves.Select(move => new CommittedOffset(move.Partition, move.To))], cancellationToken);

    /// <summary>A share group's partitions may have several members, and stand where everything before is done with.</summary>
    private async Task<long> AddSharedAsync(Table table, GroupDescription group, CancellationToken cancellationToken)
    {
        var offsets = await _shares.FindAsync(group.GroupId, cancellationToken) ?? [];
        var ends = await EndsAsync([.. offsets.Select(offset => offset.Partition)], cancellationToken);
        foreach (var offset in offsets)
        {
            var members = group.Members.Where(member => member.Assignment.Contains(offset.Partition)).ToList();
            table.Add(
                group.GroupId, offset.Partition.Topic, offset.Partition.Partition, Cell.Known(offset.StartOffset),
                Cell.Known(ends.GetValueOrDefault(offset.Partition, -1)), Cell.Known(offset.Lag), Word(string.Join(',', members.Select(member => member.MemberId))),
                Word(string.Join(',', members.Select(member => member.Host).Distinct())), Word(string.Join(',', members.Select(member => member.ClientId).Distinct())));
        }

        return offsets.Sum(offset => Math.Max(0, offset.Lag));
    }

    private static (Table Groups, Table Members, Table Partitions) DescriptionTables() => (
        new Table(
            "groups", new Column("GROUP", "group"), new Column("STATE", "state"), new Column("TYPE", "type"), new Column("ASSIGNOR", "assignor"),
            new Column("EPOCH", "epoch", true), new Column("ASSIGNED EPOCH", "assignmentEpoch", true),
            new Column("COORDINATOR", "coordinator", true), new Column("MEMBERS", "members", true), new Column("LAG", "lag", true)),
        new Table(
            "members", new Column("GROUP", "group"), new Column("MEMBER", "memberId"), new Column("INSTANCE", "instanceId"),
            new Column("PROTOCOL", "protocol"), new Column("EPOCH", "epoch", true), new Column("PARTITIONS", "partitions", true),
            new Column("TARGET", "targetPartitions", true)),
        new Table(
            "partitions", new Column("GROUP", "group"), new Column("TOPIC", "topic"), new Column("PARTITION", "partition", true),
            new Column("COMMITTED", "committedOffset", true), new Column("END", "endOffset", true), new Column("LAG", "lag", true),
            new Column("MEMBER", "memberId"), new Column("HOST", "host"), new Column("CLIENT", "clientId")));

    private static Cell Word(string text) => text.Length == 0 ? "-" : text;

    private async Task<long> AddPartitionsAsync(Table table, GroupDescription group, CancellationToken cancellationToken)
    {
        var committed = (await _groupOffsets.FetchAsync(group.GroupId, cancellationToken)).ToDictionary(offset => offset.Partition, offset => offset.Offset);
        var owners = new Dictionary<TopicPartition, GroupMemberDescription>();
        foreach (var member in group.Members)
        {
            foreach (var partition in member.Assignment) owners[partition] = member;
        }

        var all = committed.Keys.Union(owners.Keys)
            .OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition).ToList();
        var ends = await EndsAsync(all, cancellationToken);
        var totalLag = 0L;
        foreach (var partition in all)
        {
            var end = ends.GetValueOrDefault(partition, -1);
            var offset = committed.GetValueOrDefault(partition, -1);
            var lag = end < 0 || offset < 0 ? -1 : Math.Max(0, end - offset);
            totalLag += Math.Max(0, lag);
            var owner = owners.GetValueOrDefault(partition);
            table.Add(
                group.GroupId, partition.Topic, partition.Partition, Cell.Known(offset), Cell.Known(end), Cell.Known(lag),
                owner?.MemberId ?? "-", owner?.Host ?? "-", owner?.ClientId ?? "-");
        }

        return totalLag;
    }

    // Topics that were deleted since leave their committed offsets behind: they have no end.
    private async Task<Dictionary<TopicPartition, long>> EndsAsync(List<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0) return [];
        var metadata = await session.Client.RefreshMetadataAsync([.. partitions.Select(partition => partition.Topic).Distinct()], cancellationToken: cancellationToken);
        var known = partitions.Where(partition => metadata.Find(partition.Topic, partition.Partition) is { Leader: >= 0 });
        var ends = await _offsets.ListAsync([.. known.Select(partition => KeyValuePair.Create(partition, OffsetTarget.Latest))], cancellationToken: cancellationToken);
        return ends.Where(end => end.Error == ErrorCode.None).ToDictionary(end => end.Partition, end => end.Offset);
    }

    private static IEnumerable<(string Topic, IReadOnlyCollection<int>? Partitions)> Scope(GroupSeekOptions options, IReadOnlyList<CommittedOffset> committed)
    {
        if (options.Topics.Count == 0)
            return committed.GroupBy(offset => offset.Partition.Topic).Select(topic => (topic.Key, (IReadOnlyCollection<int>?)[.. topic.Select(offset => offset.Partition.Partition)]));
        return options.Topics.Select(TopicScope.Parse);
    }

    /// <summary>Where to, within what the partitions have.</summary>
    private async Task<IReadOnlyList<KeyValuePair<TopicPartition, long>>> PlacesAsync(
        string topic, IReadOnlyCollection<int>? partitions, GroupSeekOptions options, IReadOnlyList<CommittedOffset> committed, CancellationToken cancellationToken)
    {
        var resolver = new OffsetResolver(session);
        var starts = await resolver.ResolveAsync(topic, partitions, new OffsetSpec(OffsetKind.Beginning), null, cancellationToken);
        var ends = await resolver.ResolveAsync(topic, partitions, new OffsetSpec(OffsetKind.End), null, cancellationToken);
        var wanted = options.Shift is { } shift
            ? [.. committed.Select(offset => KeyValuePair.Create(offset.Partition, offset.Offset + shift))]
            : await resolver.ResolveAsync(topic, partitions, options.Target!.Value, committed, cancellationToken);
        return
        [
            .. from start in starts
               join end in ends on start.Key equals end.Key
               join place in wanted on start.Key equals place.Key
               select KeyValuePair.Create(start.Key, Math.Clamp(place.Value, start.Value, end.Value)),
        ];
    }
}
