using Levada.Client;
using Levada.Client.Admin;
using Levada.Output;
using Levada.Protocol;
using Levada.Text;

namespace Levada.Operations;

/// <summary>The <c>topic</c> commands.</summary>
internal sealed class TopicOperations(Session session)
{
    private readonly TopicAdmin _topics = new(session.Client);
    private readonly OffsetAdmin _offsets = new(session.Client);
    private readonly ConfigAdmin _configs = new(session.Client);

    public async Task<int> CreateAsync(TopicCreateOptions options, CancellationToken cancellationToken)
    {
        var specs = options.Topics
            .Select(topic => new TopicSpec(topic, options.PartitionCount, options.ReplicationFactor, options.Configs)).ToList();
        var outcomes = await _topics.CreateAsync(specs, options.IsDryRun, cancellationToken);
        var verb = options.IsDryRun ? "could be created" : "created";
        return Report(outcomes, verb, outcome => options.IsExistingFine && outcome.Error == ErrorCode.TopicAlreadyExists ? "exists already" : null);
    }

    public async Task<int> ListAsync(bool isInternalShown, CancellationToken cancellationToken)
    {
        var metadata = await session.Client.RefreshMetadataAsync(null, cancellationToken: cancellationToken);
        var table = new Table(
            "topics", new Column("TOPIC", "topic"), new Column("PARTITIONS", "partitions", true),
            new Column("REPLICAS", "replicationFactor", true), new Column("ID", "topicId"));
        foreach (var topic in metadata.Topics.Values.Where(topic => isInternalShown || !topic.IsInternal))
        {
            var replicaCount = topic.Partitions.Select(partition => partition.Replicas.Count).DefaultIfEmpty(0).Max();
            table.Add(topic.Name, topic.Partitions.Count, replicaCount, topic.Id.IsZero ? null : topic.Id.ToString());
        }

        session.Screen.Write(table);
        return ExitCode.Success;
    }

    public async Task<int> DescribeAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var topics = new Table(
            "topics", new Column("TOPIC", "topic"), new Column("ID", "topicId"), new Column("PARTITIONS", "partitions", true),
            new Column("REPLICAS", "replicationFactor", true), new Column("CONFIGS", "configs"));
        var partitions = new Table(
            "partitions", new Column("TOPIC", "topic"), new Column("PARTITION", "partition", true), new Column("LEADER", "leader", true),
            new Column("EPOCH", "leaderEpoch", true), new Column("REPLICAS", "replicas"), new Column("ISR", "inSyncReplicas"),
            new Column("START", "startOffset", true), new Column("END", "endOffset", true), new Column("RECORDS", "records", true));
        foreach (var name in names)
        {
            var topic = await session.Client.GetTopicAsync(name, cancellationToken: cancellationToken);
            var configs = await _configs.DescribeAsync(new ConfigResource(ConfigResourceType.Topic, name), cancellationToken);
            var own = configs.Where(config => config.Source == ConfigSource.Topic).Select(config => KeyValuePair.Create(config.Name, config.Value ?? ""));
            var replicaCount = topic.Partitions.Select(partition => partition.Replicas.Count).DefaultIfEmpty(0).Max();
            topics.Add(name, topic.Id.IsZero ? null : topic.Id.ToString(), topic.Partitions.Count, replicaCount, Cell.Map([.. own]));
            await AddPartitionsAsync(partitions, topic, cancellationToken);
        }

        session.Screen.Write([topics, partitions]);
        return ExitCode.Success;
    }

    public async Task<int> AlterAsync(TopicAlterOptions options, CancellationToken cancellationToken)
    {
        if (options.PartitionCount is null && options.Configs.Count == 0 && options.Unset.Count == 0)
            throw new UsageException("nothing to alter: give --partitions, --config name=value or --unset name");
        var changes = options.Configs.Select(pair => new ConfigChange(pair.Key, ConfigOperation.Set, pair.Value))
            .Concat(options.Unset.Select(name => new ConfigChange(name, ConfigOperation.Delete, null))).ToList();
        if (changes.Count > 0)
            await _configs.AlterAsync(new ConfigResource(ConfigResourceType.Topic, options.Topic), changes, options.IsDryRun, cancellationToken);
        var verb = options.IsDryRun ? "could be altered" : "altered";
        if (options.PartitionCount is not { } count) return Report([new NamedOutcome(options.Topic, ErrorCode.None, null)], verb);
        return Report(await _topics.GrowAsync([KeyValuePair.Create(options.Topic, count)], options.IsDryRun, cancellationToken), verb);
    }

    public async Task<int> DeleteAsync(IReadOnlyList<string> names, bool isAbsentFine, CancellationToken cancellationToken)
    {
        var outcomes = await _topics.DeleteAsync(names, cancellationToken);
        return Report(outcomes, "deleted", outcome => isAbsentFine && outcome.Error == ErrorCode.UnknownTopicOrPartition ? "does not exist" : null);
    }

    /// <summary>Deletes the records before a place in every partition of a topic.</summary>
    public async Task<int> TrimAsync(string topic, OffsetSpec before, CancellationToken cancellationToken)
    {
        var resolver = new OffsetResolver(session);
        var places = await resolver.ResolveAsync(topic, null, before, null, cancellationToken);
        var ends = (await resolver.ResolveAsync(topic, null, new OffsetSpec(OffsetKind.End), null, cancellationToken)).ToDictionary();
        // A partition that ends before the place loses all it has; the broker would refuse an offset that does not exist.
        var bounded = places.Select(place => KeyValuePair.Create(place.Key, Math.Min(place.Value, ends[place.Key]))).ToList();
        var trimmed = await _offsets.DeleteBeforeAsync(bounded, cancellationToken);
        var table = new Table(
            "partitions", new Column("TOPIC", "topic"), new Column("PARTITION", "partition", true),
            new Column("START", "startOffset", true), new Column("ERROR", "error"));
        foreach (var result in trimmed.OrderBy(result => result.Partition.Partition))
            table.Add(topic, result.Partition.Partition, Cell.Known(result.Offset), result.Error == ErrorCode.None ? null : ErrorText.Describe(result.Error));
        session.Screen.Write(table);
        return trimmed.All(result => result.Error == ErrorCode.None) ? ExitCode.Success : ExitCode.Failure;
    }

    private async Task AddPartitionsAsync(Table table, TopicMetadata topic, CancellationToken cancellationToken)
    {
        var starts = await OffsetsAsync(topic, OffsetTarget.Earliest, cancellationToken);
        var ends = await OffsetsAsync(topic, OffsetTarget.Latest, cancellationToken);
        foreach (var partition in topic.Partitions)
        {
            var start = starts.GetValueOrDefault(partition.Partition, -1);
            var end = ends.GetValueOrDefault(partition.Partition, -1);
            table.Add(
                topic.Name, partition.Partition, Cell.Known(partition.Leader), Cell.Known(partition.LeaderEpoch),
                Cell.List([.. partition.Replicas]), Cell.List([.. partition.InSyncReplicas]), Cell.Known(start), Cell.Known(end),
                Cell.Known(start < 0 || end < 0 ? -1 : end - start));
        }
    }

    /// <summary>One target in every partition that somebody leads: the others are what an operator came to see, and have nobody to ask.</summary>
    private async Task<Dictionary<int, long>> OffsetsAsync(TopicMetadata topic, long target, CancellationToken cancellationToken)
    {
        var led = topic.Partitions.Where(partition => partition.Leader >= 0)
            .Select(partition => KeyValuePair.Create(new TopicPartition(topic.Name, partition.Partition), target));
        var offsets = await _offsets.ListAsync([.. led], cancellationToken: cancellationToken);
        return offsets.ToDictionary(offset => offset.Partition.Partition, offset => offset.Offset);
    }

    private int Report(IReadOnlyList<NamedOutcome> outcomes, string verb, Func<NamedOutcome, string?>? excuse = null)
    {
        var table = new Table("topics", new Column("TOPIC", "topic"), new Column("RESULT", "result"));
        var exitCode = ExitCode.Success;
        foreach (var outcome in outcomes)
        {
            var excused = excuse?.Invoke(outcome);
            if (outcome.IsSuccess || excused is not null)
            {
                table.Add(outcome.Name, excused ?? verb);
                session.Screen.Say($"topic {outcome.Name} {excused ?? verb}");
                continue;
            }

            exitCode = ExitCode.Failure;
            table.Add(outcome.Name, outcome.Describe());
            session.Screen.Warn($"levada: topic {outcome.Describe()}");
        }

        if (session.Screen.Format == OutputFormat.Json) session.Screen.Write(table);
        return exitCode;
    }
}
