namespace Levada.Broker.Metrics;

/// <summary>A topic and what has passed through it.</summary>
/// <param name="Name">Null: the topics that are deleted, together.</param>
public readonly record struct TopicStatus(string? Name, TopicCounters Counters);
