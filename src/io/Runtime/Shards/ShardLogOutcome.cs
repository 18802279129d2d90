using Levada.Protocol;

namespace Levada.Runtime.Shards;

/// <summary>How reading or appending went.</summary>
/// <param name="Error">None, or why nothing was read or appended.</param>
/// <param name="EndOffset">The log end offset after it (exclusive); 0 with an error.</param>
public readonly record struct ShardLogOutcome(ErrorCode Error, long EndOffset);
