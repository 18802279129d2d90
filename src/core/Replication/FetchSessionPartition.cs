using Levada.Protocol;

namespace Levada.Replication;

/// <summary>One partition of a session, with what the reader was told last.</summary>
public sealed class FetchSessionPartition(FetchSessionKey key)
{
    public FetchSessionKey Key { get; } = key;
    public FetchPosition Position { get; set; }
    public long ReaderLogStartOffset { get; set; }

    private long _toldHighWatermark = -1;
    private long _toldLogStartOffset = -1;
    private bool _mustTell = true;

    /// <summary>
    /// Whether an incremental response must carry this partition: it has records, an error, or watermarks the reader has not seen.
    /// </summary>
    public bool MustAnswer(ErrorCode error, int byteCount, long highWatermark, long logStartOffset) =>
        _mustTell || byteCount > 0 || error != ErrorCode.None
        || highWatermark != _toldHighWatermark || logStartOffset != _toldLogStartOffset;

    public void MarkAnswered(ErrorCode error, long highWatermark, long logStartOffset)
    {
        _toldHighWatermark = highWatermark;
        _toldLogStartOffset = logStartOffset;

        // An error is told until it is over, then its end is told once.
        _mustTell = error != ErrorCode.None;
    }
}
