using Levada.Databases;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Export;

/// <summary>One mapper: reads a slice of the files and writes its rows over its own connection.</summary>
internal sealed class ExportTask(IExportSource source, ExportSlice slice, IDatabaseSession session, WriteRequest request, ExportProgress progress)
{
    public void Run(CancellationToken cancellationToken)
    {
        var batch = new RowBatch(request.Schema);
        using var rows = source.Open(slice, request.Schema, cancellationToken);
        using var writer = session.OpenWriter(request with { Committed = progress.Commit }, cancellationToken);
        while (rows.Read(batch, cancellationToken))
        {
            progress.Throttle.Pass(batch.RowCount, cancellationToken);
            writer.Write(batch, cancellationToken);
            progress.Add(batch.RowCount, batch.ByteCount);
        }

        writer.Complete(cancellationToken);
    }
}
