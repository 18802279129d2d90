namespace Levada.Log;

/// <summary>Hints to the file system that a log would like given soon, outside its lock. Losing them costs speed only.</summary>
public readonly record struct BackgroundWork
{
    internal IFile? File { get; init; }
    internal long ReservePosition { get; init; }
    internal long ReserveByteCount { get; init; }
    internal long WritebackPosition { get; init; }
    internal long WritebackByteCount { get; init; }

    public bool IsEmpty => ReserveByteCount == 0 && WritebackByteCount == 0;

    public void Run()
    {
        try
        {
            if (ReserveByteCount > 0) File?.Preallocate(ReservePosition, ReserveByteCount);
            if (WritebackByteCount > 0) File?.StartWriteback(WritebackPosition, WritebackByteCount);
        }
        catch (ObjectDisposedException)
        {
            // The segment was closed in the meantime: there is nothing left to hasten.
        }
    }
}
