using Levada.Protocol;

namespace Levada.Runtime.Shards;

/// <summary>How reading or appending went.</summary>
/// <param name="Error">None, or why nothing was read or appended.</param>
/// <param name="EndOffset">The log end offset after it (exclusive); 0 with an error.</param>
/// <param name="IsRefused">The log is as good as before: it is the producer or its marker that is not welcome.</param>
public readonly record struct ShardLogOutcome(ErrorCode Error, long EndOffset, bool IsRefused = false);
