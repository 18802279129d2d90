using Levada.Protocol;

namespace Levada.Log;

/// <summary>Where the bytes of a fetch lie.</summary>
/// <param name="Range">Batches from the one that holds the offset asked for; the last may be cut. Empty when there is nothing to read.</param>
/// <param name="Start">The place of the first batch; its offset may be lower than the one asked for.</param>
/// <param name="FirstBatchByteCount">The size of the first batch, also when the range is smaller; 0 when there is none.</param>
public readonly record struct ReadResult(ErrorCode Error, FileRange Range, LogPosition Start, int FirstBatchByteCount)
{
    internal static ReadResult Failed(ErrorCode error) => new(error, default, default, 0);

    internal static ReadResult Nothing(long offset) => new(ErrorCode.None, default, LogPosition.At(offset), 0);
}
