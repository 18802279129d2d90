namespace Levada.History.Events;

/// <summary>A record that a reader got.</summary>
public readonly record struct ReadRecord(long Offset, string Value);
