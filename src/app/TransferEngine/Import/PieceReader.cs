using Levada.Databases;
using Levada.Transfer.Rows;

namespace Levada.TransferEngine.Import;

/// <summary>Reads a piece of a split: by one query, or in key order by queries of a bounded number of rows.</summary>
/// <remarks>Short queries let the end of a piece be given away while it is read, and let a later run go on behind the last key.</remarks>
internal sealed class PieceReader(ImportPlan plan, PartSchedule schedule, PartPiece piece, IDatabaseSession session) : IRowReader
{
    private IRowReader? _step;
    private long _stepRowCount;
    private bool _isDone;

    public RowSchema Schema => plan.SourceSchema;

    public bool Read(RowBatch batch, CancellationToken cancellationToken)
    {
        while (!_isDone)
        {
            _step ??= OpenStep(cancellationToken);
            if (_step.Read(batch, cancellationToken))
            {
                _stepRowCount += batch.RowCount;
                Take(batch);
                if (batch.RowCount > 0)
                    return true;
            }
            else
            {
                EndStep();
            }
        }

        batch.Clear();
        return false;
    }

    public void Dispose() => _step?.Dispose();

    private IRowReader OpenStep(CancellationToken cancellationToken)
    {
        _stepRowCount = 0;
        var sql = piece.Keys is null
            ? plan.RowQuery(piece.Range)
            : plan.StepQuery(schedule.KeysOf(piece));
        return session.Read(
            new ReadRequest(sql, plan.SourceSchema, plan.Options.Import.FetchSize)
            {
                LargeObjects = plan.HasLargeObjects ? plan.Target.LargeObjects(piece.Part.Number) : null,
            },
            cancellationToken);
    }

    private void Take(RowBatch batch)
    {
        if (piece.Keys is not null && !schedule.Advance(piece, batch, plan.KeyOrdinal))
            _isDone = true;
    }

    private void EndStep()
    {
        _step!.Dispose();
        _step = null;
        if (piece.Keys is not null && _stepRowCount >= ImportPlan.StepRowCount)
            return;
        schedule.Exhaust(piece);
        _isDone = true;
    }
}
