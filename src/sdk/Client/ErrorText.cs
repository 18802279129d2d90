using Levada.Protocol;

namespace Levada.Client;

/// <summary>Error codes in words, with what to do where something can be done.</summary>
public static class ErrorText
{
    /// <summary>One line, ending in the code's Kafka name in parentheses.</summary>
    public static string Describe(ErrorCode error) => $"{Words(error)} ({error.ToKafkaName()})";

    private static string Words(ErrorCode error) => error switch
    {
        ErrorCode.UnknownTopicOrPartition => "there is no such topic or partition; `levada topic list` shows what exists",
        ErrorCode.UnknownTopicId => "the topic was deleted or made anew in the meantime",
        ErrorCode.LeaderNotAvailable => "the partition has no leader at the moment; try again, or look at `levada topic describe`",
        ErrorCode.TopicAlreadyExists => "a topic of this name exists",
        ErrorCode.InvalidTopicException => "not a valid topic name: use letters, digits, '.', '_' and '-', at most 249 of them",
        ErrorCode.InvalidPartitions => "not a possible number of partitions; it can only grow",
        ErrorCode.InvalidReplicationFactor => "the replication factor is larger than the number of brokers",
        ErrorCode.MessageTooLarge => "the record batch is larger than the topic's max.message.bytes",
        ErrorCode.RecordListTooLarge => "the record batch is larger than the topic's segment.bytes",
        ErrorCode.OffsetOutOfRange => "the offset is outside of what the partition holds",
        ErrorCode.CorruptMessage => "the broker found the record batch damaged",
        ErrorCode.InvalidRecord => "the broker refused the record; a compacted topic needs a key in every record",
        ErrorCode.NotEnoughReplicas => "fewer replicas are in sync than min.insync.replicas asks for",
        ErrorCode.GroupIdNotFound => "there is no such group; `levada group list` shows what exists",
        ErrorCode.NonEmptyGroup => "the group has active members; stop its consumers first",
        ErrorCode.InvalidGroupId => "not a valid group id",
        ErrorCode.GroupSubscribedToTopic => "the group is subscribed to the topic; stop its consumers first",
        ErrorCode.UnknownMemberId => "the group does not know this member; stop its consumers first",
        ErrorCode.InconsistentGroupProtocol => "the group's members use another protocol or assignor",
        ErrorCode.UnsupportedVersion => "the broker does not support this request in a version this client knows",
        ErrorCode.TopicAuthorizationFailed => "no permission on the topic",
        ErrorCode.GroupAuthorizationFailed => "no permission on the group",
        ErrorCode.ClusterAuthorizationFailed => "no permission on the cluster",
        ErrorCode.InvalidConfig => "the configuration was refused",
        ErrorCode.InvalidRequest => "the broker refused the request as invalid",
        ErrorCode.PolicyViolation => "a policy of the cluster forbids it",
        ErrorCode.InvalidUpdateVersion => "the level was refused",
        ErrorCode.KafkaStorageError => "the broker's disk failed; look at its log",
        ErrorCode.RequestTimedOut => "the broker did not finish in time",
        ErrorCode.NetworkException => "no answer from the broker",
        ErrorCode.CoordinatorNotAvailable => "the group's coordinator is not available yet; try again",
        ErrorCode.TransactionalIdNotFound => "there is no such transactional id; `levada transaction list` shows what exists",
        ErrorCode.UnsupportedCompressionType => "the broker does not support this compression",
        _ => "the request failed",
    };
}
