namespace Levada.Coordination;

/// <summary>One record of an internal topic: an encoded key and value, the value null for a tombstone.</summary>
/// <remarks>Both begin with an int16: the key with the record type, the value with its schema version.</remarks>
/// <param name="ProducerId">The producer whose open transaction the record is part of, or -1.</param>
public readonly record struct CoordinatorRecord(byte[] Key, byte[]? Value, long ProducerId = -1);
