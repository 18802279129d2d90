using Levada.Protocol;

namespace Levada.Log;

/// <summary>One record found by time.</summary>
/// <param name="TimestampMs">Milliseconds since 1970.</param>
public readonly record struct OffsetAndTimestamp(long Offset, long TimestampMs, LeaderEpoch Epoch);
