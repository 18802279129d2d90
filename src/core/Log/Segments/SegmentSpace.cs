namespace Levada.Log.Segments;

/// <summary>Decides how far ahead of the data a segment file is reserved, and how far behind it is written back.</summary>
/// <remarks>
/// Reserving makes appends cheaper; nothing is reserved for the first bytes, then in steps that double, so that a thousand
/// quiet partitions cost nothing. Writing back early keeps the flush that somebody waits for short.
/// </remarks>
internal sealed class SegmentSpace
{
    private const long FirstStepBytes = 1024 * 1024;
    private const long StepBytesMax = 64 * 1024 * 1024;
    private const long WritebackBytes = 8 * 1024 * 1024;

    private long _stepBytes = FirstStepBytes;
    private long _reservedEnd;
    private long _writtenBackEnd;

    public bool IsReservedBeyond(long sizeBytes) => _reservedEnd > sizeBytes;

    /// <summary>Whether reserving or writing back is due.</summary>
    public bool IsWorkDue(long sizeBytes) => IsReservationDue(sizeBytes) || IsWritebackDue(sizeBytes);

    /// <summary>Takes the work that is due; it is the caller's then.</summary>
    public BackgroundWork Take(IFile file, long sizeBytes, long segmentBytesMax)
    {
        var work = new BackgroundWork { File = file };
        if (IsReservationDue(sizeBytes))
        {
            var start = Math.Max(_reservedEnd, sizeBytes);
            _reservedEnd = Math.Max(start, Math.Min(start + _stepBytes, segmentBytesMax));
            _stepBytes = Math.Min(_stepBytes * 2, StepBytesMax);
            work = work with { ReservePosition = start, ReserveByteCount = _reservedEnd - start };
            // A full segment has nothing left to reserve: it must not ask again with every batch.
            if (_reservedEnd >= segmentBytesMax) _reservedEnd = long.MaxValue;
        }

        if (!IsWritebackDue(sizeBytes)) return work;
        work = work with { WritebackPosition = _writtenBackEnd, WritebackByteCount = sizeBytes - _writtenBackEnd };
        _writtenBackEnd = sizeBytes;
        return work;
    }

    /// <summary>The whole segment is reserved at once.</summary>
    public void ReserveAll() => _reservedEnd = long.MaxValue;

    public void Reset(long sizeBytes)
    {
        _reservedEnd = sizeBytes;
        _writtenBackEnd = Math.Min(_writtenBackEnd, sizeBytes);
    }

    private bool IsReservationDue(long sizeBytes) => sizeBytes >= FirstStepBytes && sizeBytes + (_stepBytes / 2) > _reservedEnd;

    private bool IsWritebackDue(long sizeBytes) => sizeBytes - _writtenBackEnd >= WritebackBytes;
}
