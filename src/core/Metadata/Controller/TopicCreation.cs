using System.Collections.Immutable;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Metadata.Controller;

/// <summary>Decides CreateTopics: each topic by itself, in the order of the request.</summary>
public sealed class TopicCreation
{
    /// <summary>The most partitions one request may create; more are refused with POLICY_VIOLATION.</summary>
    public const int PartitionCountMax = 10_000;

    private readonly ControllerContext _context;
    private readonly List<IMetadataRecord> _records = [];
    private int _createdCount;
    private ReplicaPlacer? _placer;
    private HashSet<string>? _collidable;
    private CreateTopicsResponse.CreatableTopicConfigs[]? _defaultConfigs;
    private int _partitionsLeft = PartitionCountMax;

    private TopicCreation(ControllerContext context) => _context = context;

    /// <summary>Records and answer of one request; with ValidateOnly there are no records and no topic ids.</summary>
    public static ControllerDecision<CreateTopicsResponse> Decide(in CreateTopicsRequest request, ControllerContext context)
    {
        var creation = new TopicCreation(context);
        var isRepeated = request.Topics.GroupBy(topic => topic.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count() > 1, StringComparer.Ordinal);
        var results = new List<CreateTopicsResponse.CreatableTopicResult>(isRepeated.Count);
        foreach (var topic in request.Topics.DistinctBy(topic => topic.Name, StringComparer.Ordinal))
        {
            results.Add(isRepeated[topic.Name]
                ? Refuse(topic.Name, new Refusal(ErrorCode.InvalidRequest, "the topic stands twice in the request"))
                : creation.Create(topic, request.ValidateOnly));
        }

        IReadOnlyList<IMetadataRecord> records = request.ValidateOnly ? [] : creation._records;
        return new(records, new CreateTopicsResponse { Topics = [.. results] });
    }

    private CreateTopicsResponse.CreatableTopicResult Create(in CreateTopicsRequest.CreatableTopic topic, bool validateOnly)
    {
        if (CheckName(topic.Name) is { } badName) return Refuse(topic.Name, badName);
        if (ReadConfigs(topic, out var configs) is { } badConfig) return Refuse(topic.Name, badConfig);
        if (Assign(topic, out var assignments) is { } badAssignment) return Refuse(topic.Name, badAssignment);
        if (assignments.Count > _partitionsLeft)
            return Refuse(topic.Name, new Refusal(ErrorCode.PolicyViolation, $"one request may create at most {PartitionCountMax} partitions"));

        if (_context.TakeMutations(assignments.Count) is { } exceeded) return Refuse(topic.Name, exceeded);
        _partitionsLeft -= assignments.Count;
        var topicId = _context.NextTopicId();
        AddRecords(topic.Name, topicId, assignments, configs);
        return new CreateTopicsResponse.CreatableTopicResult
        {
            Name = topic.Name,
            TopicId = validateOnly ? Uuid.Zero : topicId,
            ErrorCode = ErrorCode.None,
            NumPartitions = assignments.Count,
            ReplicationFactor = (short)assignments[0].Length,
            Configs = Describe(configs),
        };
    }

    private Refusal? CheckName(string name)
    {
        if (name == TopicNames.ClusterMetadata) return new(ErrorCode.InvalidRequest, $"{name} cannot be created by a client");
        if (TopicNames.Check(name) is { } problem) return new(ErrorCode.InvalidTopicException, problem);
        if (_context.Image.Topics.Find(name) is not null) return new(ErrorCode.TopicAlreadyExists, $"Topic '{name}' already exists.");
        if (!TopicNames.CanCollide(name)) return null;
        _collidable ??= FindCollidable(_context.Image.Topics);
        return _collidable.TryGetValue(name, out var other)
            ? new(ErrorCode.InvalidTopicException, $"topic '{name}' collides with topic '{other}'")
            : null;
    }

    private static HashSet<string> FindCollidable(TopicsImage topics)
    {
        var names = new HashSet<string>(TopicCollisionComparer.Instance);
        foreach (var topic in topics.All)
        {
            if (TopicNames.CanCollide(topic.Name)) names.Add(topic.Name);
        }

        return names;
    }

    private Refusal? ReadConfigs(in CreateTopicsRequest.CreatableTopic topic, out ImmutableSortedDictionary<string, string> configs)
    {
        var values = ConfigurationsImage.NoValues.ToBuilder();
        configs = ConfigurationsImage.NoValues;
        foreach (var config in topic.Configs)
        {
            if (config.Value is null) return new(ErrorCode.InvalidConfig, $"the value of {config.Name} is null");
            values[config.Name] = config.Value;
        }

        configs = values.ToImmutable();
        return ConfigCheck.Topic(configs, _context.Configs.Broker);
    }

    private Refusal? Assign(in CreateTopicsRequest.CreatableTopic topic, out List<int[]> assignments)
    {
        assignments = [];
        if (topic.Assignments.Length > 0) return AssignByHand(topic, assignments);
        if (topic.NumPartitions is 0 or < -1)
            return new(ErrorCode.InvalidPartitions, "the number of partitions must be at least 1, or -1 for the default");
        if (topic.ReplicationFactor is 0 or < -1)
            return new(ErrorCode.InvalidReplicationFactor, "the replication factor must be at least 1, or -1 for the default");

        var count = topic.NumPartitions == -1 ? _context.Configs.Broker.NumPartitions : topic.NumPartitions;
        var factor = topic.ReplicationFactor == -1 ? _context.Configs.Broker.DefaultReplicationFactor : topic.ReplicationFactor;
        var placer = _placer ??= new ReplicaPlacer(_context.Image.Cluster, _context.Random);
        if (placer.Check(factor) is { } problem) return problem;
        if (count > _partitionsLeft)
            return new(ErrorCode.PolicyViolation, $"one request may create at most {PartitionCountMax} partitions");
        for (var partition = 0; partition < count; partition++) assignments.Add(placer.Place(partition + _createdCount, factor));
        return null;
    }

    private Refusal? AssignByHand(in CreateTopicsRequest.CreatableTopic topic, List<int[]> assignments)
    {
        if (topic.NumPartitions != -1 || topic.ReplicationFactor != -1)
            return new(ErrorCode.InvalidRequest, "with replicas assigned by hand, the partition count and the replication factor must be -1");
        foreach (var assignment in topic.Assignments.OrderBy(assignment => assignment.PartitionIndex))
        {
            if (assignment.PartitionIndex != assignments.Count)
                return new(ErrorCode.InvalidReplicaAssignment, "assigned partitions must count from 0 without a gap and without repetition");
            var replicaCount = assignments.Count == 0 ? 0 : assignments[0].Length;
            var problem = PartitionRecords.Check(_context.Image.Cluster, assignment.PartitionIndex, assignment.BrokerIds, replicaCount);
            if (problem is not null) return problem;
            assignments.Add(assignment.BrokerIds);
        }

        return null;
    }

    private void AddRecords(string name, Uuid topicId, List<int[]> assignments, ImmutableSortedDictionary<string, string> configs)
    {
        _createdCount++;
        if (TopicNames.CanCollide(name)) _collidable?.Add(name);
        _records.Add(MetadataRecords.Of(new TopicRecord { Name = name, TopicId = topicId }));
        foreach (var (config, value) in configs) _records.Add(ConfigCheck.Record(ConfigResource.Topic(name), config, value));
        for (var partition = 0; partition < assignments.Count; partition++)
            _records.Add(PartitionRecords.New(_context, topicId, partition, assignments[partition]));
    }

    private CreateTopicsResponse.CreatableTopicConfigs[] Describe(ImmutableSortedDictionary<string, string> configs)
    {
        if (configs.IsEmpty && _defaultConfigs is { } known) return known;
        var described = _context.Configs.DescribeTopic(configs);
        var told = new CreateTopicsResponse.CreatableTopicConfigs[described.Count];
        for (var index = 0; index < told.Length; index++)
        {
            var entry = described[index];
            told[index] = new CreateTopicsResponse.CreatableTopicConfigs
            {
                Name = entry.Name,
                Value = entry.Value,
                ReadOnly = entry.IsReadOnly,
                ConfigSource = (sbyte)entry.Source,
                IsSensitive = entry.Definition.IsSensitive,
            };
        }

        if (configs.IsEmpty) _defaultConfigs = told;
        return told;
    }

    private static CreateTopicsResponse.CreatableTopicResult Refuse(string name, Refusal refusal) => new()
    {
        Name = name,
        ErrorCode = refusal.Error,
        ErrorMessage = refusal.Message,
    };
}
