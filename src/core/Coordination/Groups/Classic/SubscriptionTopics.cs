using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Classic;

/// <summary>Reads the topics out of consumers' subscriptions, the one part of member metadata the coordinator understands.</summary>
internal static class SubscriptionTopics
{
    /// <summary>The protocol type of consumers, as they send it.</summary>
    public const string ProtocolType = "consumer";

    /// <summary>All topics of a consumer group's members; null where the group is not one or a subscription is malformed.</summary>
    public static SortedSet<string>? Of(ClassicGroup group)
    {
        var topics = new SortedSet<string>(StringComparer.Ordinal);
        if (group.Members.Count == 0) return topics;
        if (!group.UsesConsumerProtocol || group.AssignorName is not { } protocol) return null;
        foreach (var member in group.Members)
        {
            var reader = new WireReader(member.MetadataFor(protocol));
            var version = reader.ReadInt16();
            if (version < ConsumerProtocolSubscription.LowestVersion) return null;
            // Later versions only add fields at the end.
            var known = Math.Min(version, ConsumerProtocolSubscription.HighestVersion);
            var subscription = ConsumerProtocolSubscription.Read(ref reader, known);
            if (reader.Failed) return null;
            topics.UnionWith(subscription.Topics);
        }

        return topics;
    }
}
