using Levada.Protocol;

namespace Levada.Quorum;

/// <summary>What became of records offered to the quorum's leader.</summary>
/// <param name="Error">None, NotController (this node does not lead), RecordListTooLarge or KafkaStorageError.</param>
/// <param name="BaseOffset">The first record's offset, or -1.</param>
/// <param name="LastOffset">The last record's offset, or -1: committed once the high watermark has passed it.</param>
public readonly record struct QuorumAppend(ErrorCode Error, long BaseOffset, long LastOffset)
{
    internal static QuorumAppend Refuse(ErrorCode error) => new(error, -1, -1);
}
