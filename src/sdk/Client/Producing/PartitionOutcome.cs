using Levada.Protocol;

namespace Levada.Client.Producing;

/// <summary>A broker's answer for one partition of a produce request.</summary>
internal readonly record struct PartitionOutcome(ErrorCode Error, long BaseOffset, string? Detail);
