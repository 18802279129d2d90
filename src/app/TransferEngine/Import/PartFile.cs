using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Import;

/// <summary>A part file while its task writes it. The file of a range that may be empty begins with its first row.</summary>
internal sealed class PartFile(ImportPlan plan, PartWork part, ImportProgress progress) : IDisposable
{
    private IPartWriter? _writer;
    private long _reportedByteCount;
    private int _chunkCount;
    private long _rowCount = part.ResumedRowCount;

    public void Open(CancellationToken cancellationToken)
    {
        if (_writer is not null)
            return;
        _writer = part.ResumedByteCount is { } byteCount
            ? plan.Target.ReopenPart(part.Number, byteCount, cancellationToken)
            : plan.Target.OpenPart(part.Number, cancellationToken);
    }

    public void Write(RowBatch batch, CancellationToken cancellationToken)
    {
        Open(cancellationToken);
        _writer!.Write(batch, cancellationToken);
        Report(batch.RowCount);
    }

    /// <summary>From time to time, makes the chunks read so far last, so that a later run can go on with the next one.</summary>
    public void NoteChunk(CancellationToken cancellationToken)
    {
        _chunkCount++;
        if (_writer is not null && _chunkCount < part.Chunks.Length && progress.Resume.IsDue(part.Number) && _writer.Cut(cancellationToken) is { } byteCount)
            progress.Resume.CutBefore(part.FirstChunk + _chunkCount, part.Number, byteCount, _rowCount, cancellationToken);
    }

    /// <summary>From time to time, makes what is written so far last, so that a later run can go on behind the batch's last key.</summary>
    public void Note(RowBatch source, CancellationToken cancellationToken)
    {
        if (!progress.Resume.IsDue(part.Number) || _writer!.Cut(cancellationToken) is not { } byteCount)
            return;
        var keys = source.Columns[plan.KeyOrdinal];
        progress.Resume.Cut(part.Number, byteCount, _rowCount, PartSchedule.KeyAt(keys, keys.Count - 1) + 1, cancellationToken);
    }

    public void Complete(CancellationToken cancellationToken)
    {
        if (_writer is null)
            return;
        _writer.Complete(cancellationToken);
        Report(0);
        progress.Resume.Done(part.Number, _writer.ByteCount, _rowCount, cancellationToken);
    }

    public void Dispose() => _writer?.Dispose();

    private void Report(int rowCount)
    {
        var byteCount = _writer!.ByteCount;
        progress.Add(rowCount, byteCount - _reportedByteCount);
        _reportedByteCount = byteCount;
        _rowCount += rowCount;
    }
}
