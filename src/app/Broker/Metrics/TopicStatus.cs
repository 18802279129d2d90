namespace Levada.Broker.Metrics;

/// <summary>A topic and what has passed through it.</summary>
public readonly record struct TopicStatus(string Name, TopicCounters Counters);
