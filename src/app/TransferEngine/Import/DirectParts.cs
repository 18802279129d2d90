using Levada.Transfer.Options;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Import;

/// <summary>The files that a stream of finished text goes into: one, or with <c>--direct-split-size</c> the next one after so many bytes.</summary>
/// <param name="partByteCountMax">Bytes after which the next file begins, with a record; 0: never.</param>
internal sealed class DirectParts(
    IImportTarget target, int firstPart, bool isFileOptional, long partByteCountMax, DelimiterSet delimiters, ImportProgress progress) : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly RecordEnds _records = new(delimiters);
    private IBytePart? _file;
    private int _part = firstPart;
    private long _reportedByteCount;

    public void Copy(Stream rows, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        if (!isFileOptional)
            Open(cancellationToken);
        while (rows.Read(buffer) is var count and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(buffer.AsSpan(0, count), cancellationToken);
        }

        Complete(cancellationToken);
    }

    public void Dispose() => _file?.Dispose();

    private void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            Open(cancellationToken);
            var left = partByteCountMax > 0 ? partByteCountMax - _file!.ByteCount : long.MaxValue;
            var isFull = _records.Pass(bytes, left, out var length, out var rowCount);
            progress.Throttle.Pass(rowCount, cancellationToken);
            _file!.Content.Write(bytes[..length]);
            Report(rowCount);
            bytes = bytes[length..];
            if (!isFull)
                continue;
            Complete(cancellationToken);
            _part++;
        }
    }

    private void Open(CancellationToken cancellationToken)
    {
        if (_file is not null)
            return;
        _file = target.OpenBytes(_part, cancellationToken);
        _reportedByteCount = 0;
    }

    private void Complete(CancellationToken cancellationToken)
    {
        if (_file is null)
            return;
        _file.Complete(cancellationToken);
        Report(0);
        _file.Dispose();
        _file = null;
    }

    private void Report(long rowCount)
    {
        progress.Add(rowCount, _file!.ByteCount - _reportedByteCount);
        _reportedByteCount = _file.ByteCount;
    }
}
