namespace Levada.TransferEngine.Import;

/// <summary>What the tasks of one import have done so far.</summary>
internal sealed class ImportProgress(ITransferLog log, Throttle throttle, ResumeRecord resume)
{
    private long _rowCount;
    private long _byteCount;
    private long _unprotectedCount;

    public Throttle Throttle { get; } = throttle;

    public ResumeRecord Resume { get; } = resume;

    public long RowCount => Interlocked.Read(ref _rowCount);

    public long ByteCount => Interlocked.Read(ref _byteCount);

    /// <summary>Texts written that hold a delimiter which nothing protects.</summary>
    public long UnprotectedCount => Interlocked.Read(ref _unprotectedCount);

    public void AddUnprotected(int texts) => Interlocked.Add(ref _unprotectedCount, texts);

    public void Add(long rows, long bytes)
    {
        Interlocked.Add(ref _rowCount, rows);
        Interlocked.Add(ref _byteCount, bytes);
        log.Progress(rows, bytes);
    }
}
