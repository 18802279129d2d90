namespace Levada.Coordination.Share;

/// <summary>One member's wish for records, with what the log holds from its fetch offset on.</summary>
/// <param name="FetchOffset">What <see cref="SharePartition.NextFetchOffset"/> gave before the log was read.</param>
/// <param name="Batches">The batches that members may see, in order; the first may begin before the fetch offset.</param>
/// <param name="EndOffset">The end of what was read: offsets below it that no batch covers hold nothing for members.</param>
/// <param name="BatchSize">Records after which a new acquired range begins, at the next batch.</param>
public sealed record AcquireRequest(
    string MemberId, long FetchOffset, IReadOnlyList<OffsetRange> Batches, long EndOffset, int RecordCountMax, int BatchSize, AcquireMode Mode)
{
    /// <summary>The member's share session; a later one has a higher number.</summary>
    public long SessionNumber { get; init; }
}
