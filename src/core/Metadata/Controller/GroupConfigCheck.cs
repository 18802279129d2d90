using System.Collections.Immutable;
using Levada.Metadata.Configs;
using Levada.Protocol;

namespace Levada.Metadata.Controller;

/// <summary>Judges the whole set of values a group would have (KIP-848, KIP-932).</summary>
internal static class GroupConfigCheck
{
    private const string DeadLetterTopic = "errors.deadletterqueue.topic.name";
    private const string StreamsAssignor = "streams.assignor.name";
    private static readonly string[] Families = ["consumer", "share", "streams"];

    public static Refusal? Group(ImmutableSortedDictionary<string, string> values, BrokerConfig broker)
    {
        if (ConfigCheck.Values(ConfigDefinitions.Group, values, "group", ErrorCode.InvalidConfig) is { } refusal) return refusal;
        foreach (var (name, text) in values)
        {
            if ((OutOfBounds(name, text, broker) ?? BadText(name, text, broker)) is { } problem)
                return new(ErrorCode.InvalidConfig, $"{name}={text}: {problem}");
        }

        return CheckTimeouts(values, broker);
    }

    private static string? OutOfBounds(string name, string text, BrokerConfig broker)
    {
        if (!ConfigText.TryInteger(ConfigType.Long, text, out var value)) return null;
        var (min, max) = GroupConfigReader.BoundsOf(broker, name);
        if (min is { } low && value < low.Value) return $"must be at least {low.Value}, the broker's {low.Name}";
        return max is { } high && value > high.Value ? $"must be at most {high.Value}, the broker's {high.Name}" : null;
    }

    private static string? BadText(string name, string text, BrokerConfig broker) => name switch
    {
        "share.auto.offset.reset" when !ShareOffsetReset.TryParse(text, out _) => "must be earliest, latest or by_duration:PnDTnHnMn.nS",
        DeadLetterTopic when text.StartsWith("__", StringComparison.Ordinal) => "must not begin with '__'",
        // Apache Kafka takes any other name, and then finds no topic for its dead letters.
        DeadLetterTopic when text.Length > 0 => TopicNames.Check(text),
        StreamsAssignor when !broker.GetList("group.streams.assignors").Contains(text) => "must be one of the broker's group.streams.assignors",
        _ => null,
    };

    private static Refusal? CheckTimeouts(ImmutableSortedDictionary<string, string> values, BrokerConfig broker)
    {
        var reader = new GroupConfigReader(broker, values);
        foreach (var family in Families)
        {
            var (session, heartbeat) = ($"{family}.session.timeout.ms", $"{family}.heartbeat.interval.ms");
            if (!values.ContainsKey(session) && !values.ContainsKey(heartbeat)) continue;
            if (reader.GetInt(session) <= reader.GetInt(heartbeat))
                return new(ErrorCode.InvalidConfig, $"{session}={reader.GetInt(session)}: must be more than {heartbeat}, which is {reader.GetInt(heartbeat)}");
        }

        return null;
    }
}
