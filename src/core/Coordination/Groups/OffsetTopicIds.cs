using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups;

/// <summary>Gives topics of OffsetCommit and OffsetFetch the half they came without: names before version 10, ids from then on.</summary>
public static class OffsetTopicIds
{
    /// <summary>The first version that speaks of topics by id.</summary>
    public const short TopicIdVersionMin = 10;

    private const short TransactionalTopicIdVersionMin = 6;

    /// <summary>Completes a topic of OffsetCommit.</summary>
    /// <returns>UnknownTopicId or UnknownTopicOrPartition for every partition of a topic that is not there.</returns>
    public static ErrorCode Complete(ref OffsetCommitRequest.OffsetCommitRequestTopic topic, short version, ITopicIds ids)
    {
        var (error, name, id) = Complete(topic.Name, topic.TopicId, version >= TopicIdVersionMin, ids);
        topic.Name = name;
        topic.TopicId = id;
        return error;
    }

    /// <summary>Completes a topic of TxnOffsetCommit, by id from version 6 on.</summary>
    /// <returns>UnknownTopicId or UnknownTopicOrPartition for every partition of a topic that is not there.</returns>
    public static ErrorCode Complete(ref TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic topic, short version, ITopicIds ids)
    {
        var (error, name, id) = Complete(topic.Name, topic.TopicId, version >= TransactionalTopicIdVersionMin, ids);
        topic.Name = name;
        topic.TopicId = id;
        return error;
    }

    /// <summary>Completes a topic of OffsetFetch; by name a topic need not exist any more.</summary>
    /// <returns>UnknownTopicId for every partition of a topic that is not there.</returns>
    public static ErrorCode Complete(ref OffsetFetchRequest.OffsetFetchRequestTopics topic, short version, ITopicIds ids)
    {
        var (error, name, id) = Complete(topic.Name, topic.TopicId, version >= TopicIdVersionMin, ids);
        topic.Name = name;
        topic.TopicId = id;
        return error == ErrorCode.UnknownTopicOrPartition ? ErrorCode.None : error;
    }

    /// <summary>Adds ids to the topics of a response; from version 10 on those without one are left out.</summary>
    public static void Complete(ref OffsetFetchResponse.OffsetFetchResponseGroup group, short version, ITopicIds ids)
    {
        if (version < TopicIdVersionMin) return;
        for (var i = 0; i < group.Topics.Length; i++)
            if (group.Topics[i].TopicId.IsZero) group.Topics[i].TopicId = ids.IdOf(group.Topics[i].Name);
        group.Topics = Array.FindAll(group.Topics, topic => !topic.TopicId.IsZero);
    }

    private static (ErrorCode Error, string Name, Uuid Id) Complete(string name, Uuid id, bool isById, ITopicIds ids)
    {
        if (!isById)
            return ids.IdOf(name) is { IsZero: false } found ? (ErrorCode.None, name, found) : (ErrorCode.UnknownTopicOrPartition, name, Uuid.Zero);
        return ids.NameOf(id) is { } known ? (ErrorCode.None, known, id) : (ErrorCode.UnknownTopicId, "", id);
    }
}
