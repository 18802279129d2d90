using Levada.Databases;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;
using Levada.Transfer.Types;

namespace Levada.TransferEngine.Import;

/// <summary>One mapper: writes part files from its own connection, and reads ahead for others when no part is left.</summary>
internal sealed class ImportTask(ImportPlan plan, PartSchedule schedule, IDatabaseSession session, ImportProgress progress)
{
    private readonly RowBatch _read = new(plan.SourceSchema);
    private readonly RowConversion _conversion = new(plan.SourceSchema, plan.TargetSchema);
    private readonly UnprotectedDelimiters _delimiters = new(plan.Options);


    public void Run(CancellationToken cancellationToken)
    {
        while (schedule.ClaimPart() is { } part)
            WritePart(part, cancellationToken);
        while (schedule.Steal(cancellationToken) is { } piece)
            ReadAhead(piece, cancellationToken);
    }

    private void WritePart(PartWork part, CancellationToken cancellationToken)
    {
        using var file = new PartFile(plan, part, progress);
        if (!part.Range.IsFileOptional)
            file.Open(cancellationToken);
        for (var piece = schedule.Next(part, null); piece is not null; piece = schedule.Next(part, piece))
        {
            WritePiece(file, piece, cancellationToken);
            file.NoteChunk(cancellationToken);
        }

        file.Complete(cancellationToken);
        schedule.Finish(part);
    }

    private void WritePiece(PartFile file, PartPiece piece, CancellationToken cancellationToken)
    {
        using IRowReader rows = piece.Ahead is { } ahead ? ahead : new PieceReader(plan, schedule, piece, session);
        while (rows.Read(_read, cancellationToken))
        {
            // Counted when they are read from the database: reading ahead has passed the throttle already.
            if (piece.Ahead is null)
                progress.Throttle.Pass(_read.RowCount, cancellationToken);
            var batch = _conversion.Convert(_read);
            file.Write(batch, cancellationToken);
            if (_delimiters.Count(batch) is var count and > 0)
                progress.AddUnprotected(count);
            if (piece.Keys is not null)
                file.Note(_read, cancellationToken);
        }
    }

    private void ReadAhead(PartPiece piece, CancellationToken cancellationToken)
    {
        try
        {
            using var rows = new PieceReader(plan, schedule, piece, session);
            while (rows.Read(_read, cancellationToken))
            {
                progress.Throttle.Pass(_read.RowCount, cancellationToken);
                piece.Ahead!.Add(_read);
            }

            piece.Ahead!.Complete(null);
        }
        catch (Exception e)
        {
            piece.Ahead!.Complete(e);
            throw;
        }
    }
}
