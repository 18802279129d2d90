using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Metadata.Controller;

/// <summary>Decides DeleteTopics, by name or by id.</summary>
public static class TopicDeletion
{
    private const short FirstVersionWithDisabledError = 3;

    /// <param name="version">The request's version: old ones know no TOPIC_DELETION_DISABLED.</param>
    public static ControllerDecision<DeleteTopicsResponse> Decide(
        in DeleteTopicsRequest request, short version, ControllerContext context)
    {
        var topics = request.Topics.Length > 0
            ? request.Topics
            : Array.ConvertAll(request.TopicNames, name => new DeleteTopicsRequest.DeleteTopicState { Name = name });
        var records = new List<IMetadataRecord>();
        var results = new List<DeleteTopicsResponse.DeletableTopicResult>(topics.Length);
        var deleted = new HashSet<Uuid>();
        foreach (var topic in topics)
        {
            var result = Find(topic, version, context, out var found);
            if (found is not null && !deleted.Add(found.Id))
            {
                result.ErrorCode = ErrorCode.InvalidRequest;
                result.ErrorMessage = "the topic stands twice in the request";
            }
            else if (found is not null && context.TakeMutations(found.PartitionCount) is { } exceeded)
            {
                result.ErrorCode = exceeded.Error;
                result.ErrorMessage = exceeded.Message;
            }
            else if (found is not null)
            {
                records.Add(MetadataRecords.Of(new RemoveTopicRecord { TopicId = found.Id }));
            }

            results.Add(result);
        }

        return new(records, new DeleteTopicsResponse { Responses = [.. results] });
    }

    private static DeleteTopicsResponse.DeletableTopicResult Find(
        in DeleteTopicsRequest.DeleteTopicState topic, short version, ControllerContext context, out TopicImage? found)
    {
        found = null;
        var result = new DeleteTopicsResponse.DeletableTopicResult { Name = topic.Name, TopicId = topic.TopicId };
        if (Check(topic, version, context, ref found) is { } refusal)
        {
            result.ErrorCode = refusal.Error;
            result.ErrorMessage = refusal.Message;
        }
        else
        {
            result.Name = found!.Name;
            result.TopicId = found.Id;
        }

        return result;
    }

    private static Refusal? Check(
        in DeleteTopicsRequest.DeleteTopicState topic, short version, ControllerContext context, ref TopicImage? found)
    {
        if (!context.Configs.Broker.IsTopicDeletionAllowed)
        {
            var error = version >= FirstVersionWithDisabledError ? ErrorCode.TopicDeletionDisabled : ErrorCode.InvalidRequest;
            return new(error, "topic deletion is disabled: delete.topic.enable is false");
        }

        if (topic.Name is not null && !topic.TopicId.IsZero)
            return new(ErrorCode.InvalidRequest, "a topic is named or given by id, not both");
        if (topic.Name is null && topic.TopicId.IsZero)
            return new(ErrorCode.InvalidRequest, "neither a name nor an id is given");
        var topics = context.Image.Topics;
        var match = topic.Name is { } name ? topics.Find(name) : topics.Find(topic.TopicId);
        if (match is null)
        {
            return topic.Name is null
                ? new(ErrorCode.UnknownTopicId, $"there is no topic with id {topic.TopicId}")
                : new(ErrorCode.UnknownTopicOrPartition, $"there is no topic '{topic.Name}'");
        }

        found = match;
        return null;
    }
}
