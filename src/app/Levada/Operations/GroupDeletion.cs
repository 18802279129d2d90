using Levada.Client;
using Levada.Client.Admin;
using Levada.Output;
using Levada.Protocol;

namespace Levada.Operations;

/// <summary>Deletes groups without members, or what they have committed of some topics.</summary>
internal sealed class GroupDeletion(Session session)
{
    private readonly GroupAdmin _groups = new(session.Client);
    private readonly GroupOffsetAdmin _groupOffsets = new(session.Client);
    private readonly ShareGroupOffsetAdmin _shares = new(session.Client);

    /// <summary>Shows what a deletion would take away.</summary>
    /// <param name="topics">Only the offsets of these topics; empty for the groups with all they have.</param>
    public async Task<int> PlanAsync(IReadOnlyList<string> names, IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        var table = new Table(
            "groups", new Column("GROUP", "group"), new Column("STATE", "state"), new Column("TYPE", "type"), new Column("MEMBERS", "members", true),
            new Column("OFFSETS", "offsets", true));
        foreach (var name in names)
        {
            var group = await _groups.DescribeAsync(name, cancellationToken);
            var doomed = await DoomedAsync(group, topics, cancellationToken);
            table.Add(name, group.State, group.Type, group.Members.Count, doomed.Count);
            if (group.Members.Count > 0) session.Screen.Warn($"levada: group {name} has members and would be refused");
        }

        session.Screen.Write(table);
        session.Screen.Say("Nothing was deleted; add --execute to do it.");
        return ExitCode.Success;
    }

    /// <param name="topics">Forgets only the offsets of these topics; empty deletes the groups.</param>
    public async Task<int> RunAsync(IReadOnlyList<string> names, IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        var exitCode = ExitCode.Success;
        var table = new Table("groups", new Column("GROUP", "group"), new Column("RESULT", "result"));
        foreach (var name in names)
        {
            try
            {
                var group = await _groups.DescribeAsync(name, cancellationToken);
                await (topics.Count == 0 ? DeleteAsync(name, cancellationToken) : ForgetAsync(group, topics, cancellationToken));
                table.Add(name, "deleted");
                session.Screen.Say(topics.Count == 0 ? $"group {name} deleted" : $"offsets of group {name} deleted");
            }
            catch (KafkaException e) when (e.Error != ErrorCode.NetworkException)
            {
                exitCode = ExitCode.Failure;
                table.Add(name, e.Message);
                session.Screen.Warn($"levada: {e.Message}");
            }
        }

        if (session.Screen.Format == OutputFormat.Json) session.Screen.Write(table);
        return exitCode;
    }

    private async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var outcome = await _groups.DeleteAsync(name, cancellationToken);
        if (!outcome.IsSuccess) throw new KafkaException(outcome.Error, $"group {outcome.Describe()}");
    }

    private async Task ForgetAsync(GroupDescription group, IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        var doomed = await DoomedAsync(group, topics, cancellationToken);
        if (group.Type == "share") await _shares.DeleteAsync(group.GroupId, topics, cancellationToken);
        else await _groupOffsets.DeleteAsync(group.GroupId, doomed, cancellationToken);
    }

    /// <exception cref="KafkaException">The group has no offsets of one of the topics: a name mistyped must not pass for one deleted.</exception>
    private async Task<IReadOnlyCollection<TopicPartition>> DoomedAsync(
        GroupDescription group, IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        var held = group.Type == "share"
            ? (await _shares.FindAsync(group.GroupId, cancellationToken) ?? []).Select(offset => offset.Partition).ToList()
            : [.. (await _groupOffsets.FetchAsync(group.GroupId, cancellationToken)).Select(offset => offset.Partition)];
        if (topics.Count == 0) return held;
        if (topics.Except(held.Select(partition => partition.Topic)).FirstOrDefault() is { } unknown)
        {
            throw new KafkaException(
                ErrorCode.UnknownTopicOrPartition,
                $"group {group.GroupId} has no offsets of topic {unknown}; `levada group describe {group.GroupId}` shows what it has");
        }

        return [.. held.Where(partition => topics.Contains(partition.Topic))];
    }
}
