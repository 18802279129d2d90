namespace Levada.TransferEngine.Import;

/// <summary>Bytes that all tasks of a run may hold together for rows that wait.</summary>
internal sealed class MemoryBudget(long byteCountMax)
{
    private long _byteCount;

    public bool TryTake(int byteCount)
    {
        if (Interlocked.Add(ref _byteCount, byteCount) <= byteCountMax)
            return true;
        Return(byteCount);
        return false;
    }

    public void Return(int byteCount) => Interlocked.Add(ref _byteCount, -byteCount);
}
