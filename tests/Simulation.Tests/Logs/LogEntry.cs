namespace Levada.Simulation.Tests.Logs;

/// <summary>What one offset holds: a value that no other record has, with all that readers can see of it.</summary>
internal readonly record struct LogEntry(long Value, int Epoch, long TimestampMs);
