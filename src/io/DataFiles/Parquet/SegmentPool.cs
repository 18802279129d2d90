namespace Levada.DataFiles.Parquet;

/// <summary>Pieces of memory that the column chunks of one file share, so that a row group leaves no garbage for the next.</summary>
internal sealed class SegmentPool
{
    public const int SegmentSize = 32 << 10;

    private readonly Stack<byte[]> _free = [];

    public byte[] Rent() => _free.TryPop(out var segment) ? segment : GC.AllocateUninitializedArray<byte>(SegmentSize);

    public void Return(byte[] segment) => _free.Push(segment);
}
