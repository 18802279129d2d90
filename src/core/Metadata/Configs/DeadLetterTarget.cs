using Levada.Metadata.Controller;
using Levada.Metadata.Image;

namespace Levada.Metadata.Configs;

/// <summary>Where a share group's dead letters go, or why there is no such place (KIP-1191).</summary>
/// <param name="Problem">Why nothing may be written, for the operator; null where a topic is there or may be made.</param>
/// <param name="IsToBeCreated">Whether the topic is allowed but not there yet.</param>
public readonly record struct DeadLetterTarget(string Topic, string? Problem, bool IsToBeCreated)
{
    private const short FeatureLevelMin = 2;

    /// <summary>Whether records that a group gives up become dead letters at all: the feature is on, and the group names a topic.</summary>
    public static bool IsNamed(GroupSettings group, FeaturesImage features) =>
        group.DeadLetterTopic.Length > 0 && features.LevelOf(FeatureCatalog.ShareVersion) >= FeatureLevelMin;

    /// <summary>The place by the configurations of now: a topic that its owner has opened for dead letters, with the prefix that the cluster asks for.</summary>
    /// <param name="sourceTopic">Where the records are from: a topic does not take its own dead letters, or they would go round for ever.</param>
    public static DeadLetterTarget Find(GroupSettings group, string sourceTopic, ConfigView configs, TopicsImage topics)
    {
        var topic = group.DeadLetterTopic;
        var isThere = topics.Find(topic) is not null;
        return new DeadLetterTarget(topic, FindProblem(topic, sourceTopic, isThere, configs), !isThere);
    }

    private static string? FindProblem(string topic, string sourceTopic, bool isThere, ConfigView configs)
    {
        if (topic.Length == 0) return "the group names no topic for them any more";
        if (topic == sourceTopic) return $"topic {topic} would get its own dead letters";
        if (topic.StartsWith("__", StringComparison.Ordinal)) return $"the name of topic {topic} begins with '__'";
        var prefix = configs.Broker.DeadLetterTopicPrefix;
        if (!topic.StartsWith(prefix, StringComparison.Ordinal))
            return $"the name of topic {topic} does not begin with '{prefix}' (errors.deadletterqueue.topic.name.prefix)";
        if (isThere)
            return configs.SettingsOf(topic).IsDeadLetterTopic ? null : $"topic {topic} has errors.deadletterqueue.group.enable=false";
        if (TopicNames.Check(topic) is { } fault) return $"{topic} cannot be the name of a topic: {fault}";
        return configs.Broker.IsDeadLetterTopicAutoCreated
            ? null
            : $"topic {topic} does not exist, and errors.deadletterqueue.auto.create.topics.enable=false";
    }
}
