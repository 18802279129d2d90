using Levada.Databases;
using Levada.Transfer.Options;
using Levada.Transfer.Splits;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Import;

/// <summary>An import of text that the database itself writes (<c>--direct</c>): its bytes go into the files as they come.</summary>
internal sealed class DirectImport(ImportScope scope, IImportTarget target, TransferOptions options, ITransferLog log)
{
    private const int BufferBytes = 1 << 16;
    private const string BooleanTrueOption = "--boolean-true-string";
    private const string BooleanFalseOption = "--boolean-false-string";

    private IBytePart? _file;
    private bool _isFull;
    private int _part;
    private long _byteCount;
    private long _rowCount;

    /// <summary>Reads everything over one connection, into one file or, with <c>--direct-split-size</c>, into several.</summary>
    public (long RowCount, long ByteCount) Run(IDatabaseSession session, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(session.Cancel);
        using var rows = session.OpenDirect(Request(), cancellationToken);
        var buffer = new byte[BufferBytes];
        var records = new RecordEnds(options.Text.Output);
        _file = target.OpenBytes(0, cancellationToken);
        try
        {
            while (rows.Read(buffer) is var count and > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Write(buffer.AsSpan(0, count), records, cancellationToken);
            }

            Complete(_file, cancellationToken);
        }
        finally
        {
            _file.Dispose();
        }

        return (_rowCount, _byteCount);
    }

    private void Write(ReadOnlySpan<byte> bytes, RecordEnds records, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            if (_isFull)
            {
                Complete(_file!, cancellationToken);
                _file = target.OpenBytes(++_part, cancellationToken);
            }

            var left = options.Import.DirectSplitBytes > 0 ? options.Import.DirectSplitBytes - _file!.ByteCount : long.MaxValue;
            _isFull = records.Pass(bytes, left, out var length, out var rowCount);
            _file!.Content.Write(bytes[..length]);
            _rowCount += rowCount;
            log.Progress(rowCount, length);
            bytes = bytes[length..];
        }
    }

    private void Complete(IBytePart file, CancellationToken cancellationToken)
    {
        file.Complete(cancellationToken);
        _byteCount += file.ByteCount;
        file.Dispose();
    }

    private DirectReadRequest Request() => new(
        scope.Table!,
        [.. scope.SourceSchema.Columns.Select(column => column.Name)],
        scope.Queries.WhereOf(SplitRange.Whole),
        options.Text,
        ArgumentAfter(BooleanTrueOption) ?? "TRUE",
        ArgumentAfter(BooleanFalseOption) ?? "FALSE");

    private string? ArgumentAfter(string name) =>
        options.ConnectorArguments.IndexOf(name) is var index and >= 0 && index + 1 < options.ConnectorArguments.Length
            ? options.ConnectorArguments[index + 1]
            : null;
}
