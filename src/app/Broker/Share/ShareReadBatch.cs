using Levada.Coordination.Share;

namespace Levada.Broker.Share;

/// <summary>One batch of a share fetch's read.</summary>
/// <param name="IsForMembers">Whether it holds records that members may see.</param>
internal readonly record struct ShareReadBatch(OffsetRange Offsets, long FilePosition, int ByteCount, bool IsForMembers);
