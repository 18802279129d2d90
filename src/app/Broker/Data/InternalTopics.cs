namespace Levada.Broker.Data;

/// <summary>The topics that belong to the broker itself; clients may read but not write them.</summary>
internal static class InternalTopics
{
    public const string ConsumerOffsets = "__consumer_offsets";
    public const string TransactionState = "__transaction_state";
    public const string ShareGroupState = "__share_group_state";

    /// <summary>The one client id that may write to them: Kafka's own administration tools.</summary>
    public const string AdminClientId = "__admin_client";

    public static bool IsInternal(string topic) => topic is ConsumerOffsets or TransactionState or ShareGroupState;
}
