namespace Levada.TransferEngine.Export;

/// <summary>What the tasks of one export have done so far.</summary>
internal sealed class ExportProgress(ITransferLog log, Throttle throttle)
{
    private long _rowCount;
    private long _byteCount;
    private long _committedRowCount;

    public Throttle Throttle { get; } = throttle;

    /// <summary>Rows handed to the database.</summary>
    public long RowCount => Interlocked.Read(ref _rowCount);

    public long ByteCount => Interlocked.Read(ref _byteCount);

    /// <summary>Rows that the database has made last.</summary>
    public long CommittedRowCount => Interlocked.Read(ref _committedRowCount);

    public void Add(long rows, long bytes)
    {
        Interlocked.Add(ref _rowCount, rows);
        Interlocked.Add(ref _byteCount, bytes);
        log.Progress(rows, bytes);
    }

    public void Commit(long rows) => Interlocked.Add(ref _committedRowCount, rows);
}
