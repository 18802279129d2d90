namespace Levada.Clients.Tests;

/// <summary>One record that a share consumer was given.</summary>
internal sealed record ShareRecord(int Partition, long Offset, string Value);
