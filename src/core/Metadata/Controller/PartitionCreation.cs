using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Controller;

/// <summary>Decides CreatePartitions: topics grow, they never shrink.</summary>
public static class PartitionCreation
{
    public static ControllerDecision<CreatePartitionsResponse> Decide(in CreatePartitionsRequest request, ControllerContext context)
    {
        var records = new List<IMetadataRecord>();
        var results = new List<CreatePartitionsResponse.CreatePartitionsTopicResult>(request.Topics.Length);
        foreach (var group in request.Topics.GroupBy(topic => topic.Name, StringComparer.Ordinal))
        {
            var refusal = group.Skip(1).Any()
                ? new Refusal(ErrorCode.InvalidRequest, "the topic stands twice in the request")
                : Grow(group.First(), context, records);
            results.Add(new CreatePartitionsResponse.CreatePartitionsTopicResult
            {
                Name = group.Key,
                ErrorCode = refusal?.Error ?? ErrorCode.None,
                ErrorMessage = refusal?.Message,
            });
        }

        return new(request.ValidateOnly ? [] : records, new CreatePartitionsResponse { Results = [.. results] });
    }

    private static Refusal? Grow(
        in CreatePartitionsRequest.CreatePartitionsTopic request, ControllerContext context, List<IMetadataRecord> records)
    {
        if (context.Image.Topics.Find(request.Name) is not { } topic)
            return new(ErrorCode.UnknownTopicOrPartition, $"there is no topic '{request.Name}'");
        if (CheckCount(request, topic, records.Count) is { } badCount) return badCount;

        var added = request.Count - topic.PartitionCount;
        if (Assign(request, topic, added, context, out var assignments) is { } refusal) return refusal;
        if (context.TakeMutations(added) is { } exceeded) return exceeded;
        for (var index = 0; index < added; index++)
            records.Add(PartitionRecords.New(context, topic.Id, topic.PartitionCount + index, assignments[index]));

        return null;
    }

    private static Refusal? CheckCount(
        in CreatePartitionsRequest.CreatePartitionsTopic request, TopicImage topic, int recordCount)
    {
        if (request.Count == topic.PartitionCount)
            return new(ErrorCode.InvalidPartitions, $"topic '{topic.Name}' has {topic.PartitionCount} partitions already");
        if (request.Count < topic.PartitionCount)
            return new(ErrorCode.InvalidPartitions, $"topic '{topic.Name}' has {topic.PartitionCount} partitions; {request.Count} would be fewer");
        return (long)recordCount + request.Count - topic.PartitionCount <= TopicCreation.PartitionCountMax
            ? null
            : new(ErrorCode.PolicyViolation, $"one request may create at most {TopicCreation.PartitionCountMax} partitions");
    }

    private static Refusal? Assign(
        in CreatePartitionsRequest.CreatePartitionsTopic request, TopicImage topic, int added, ControllerContext context,
        out int[][] assignments)
    {
        assignments = [];
        var factor = topic.Partition(0)?.Replicas.Length ?? context.Configs.Broker.DefaultReplicationFactor;
        if (request.Assignments is null)
        {
            var placer = new ReplicaPlacer(context.Image.Cluster, context.Random);
            if (placer.Check(factor) is { } problem) return problem;
            assignments = [.. Enumerable.Range(topic.PartitionCount, added).Select(partition => placer.Place(partition, factor))];
            return null;
        }

        if (request.Assignments.Length != added)
            return new(ErrorCode.InvalidReplicaAssignment, $"{added} partitions are added and {request.Assignments.Length} are assigned");
        for (var index = 0; index < added; index++)
        {
            var replicas = request.Assignments[index].BrokerIds;
            if (PartitionRecords.Check(context.Image.Cluster, topic.PartitionCount + index, replicas, factor) is { } problem) return problem;
        }

        assignments = Array.ConvertAll(request.Assignments, assignment => assignment.BrokerIds);
        return null;
    }
}
