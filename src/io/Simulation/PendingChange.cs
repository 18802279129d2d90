namespace Levada.Simulation;

/// <summary>One change of a file that no flush has covered: bytes written at a position, or a new length.</summary>
/// <param name="Bytes">What was written; null for a change of length.</param>
/// <param name="Position">Where; for a change of length, the new length.</param>
internal readonly record struct PendingChange(byte[]? Bytes, long Position);
