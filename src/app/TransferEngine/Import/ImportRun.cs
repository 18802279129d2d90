using Levada.Databases;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Splits;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Import;

/// <summary>Moves the rows of a table or query into a target, by parallel tasks that see one state of the database where it can give one.</summary>
public sealed class ImportRun(
    IDatabase database, TransferOptions options, IDataSets dataSets, ITransferLog log, TimeProvider time)
{
    /// <summary>The saved job that is run; null: none.</summary>
    public JobState? Job { get; init; }

    /// <exception cref="TransferException">The import cannot be done as asked; the target is as it was.</exception>
    public TransferResult Run(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        using var session = database.OpenSession(cancellationToken);
        var scope = ImportScope.Describe(session, database.Dialect, options, log, cancellationToken)
            .Narrowed(session, database.Dialect, options, cancellationToken);
        foreach (var line in scope.Incremental?.StartLines() ?? [])
            log.Info(line);
        if (scope.Incremental is { HasNewRows: false })
        {
            ImportDestination.Settle(options, dataSets, log);
            return new TransferResult(0, 0, time.GetElapsedTime(start)) { HasNewRows = false };
        }

        using var destination = ImportDestination.Open(options, scope, dataSets, log);
        var (rowCount, byteCount) = Read(scope, destination.Target, session, cancellationToken);
        var result = new TransferResult(rowCount, byteCount, time.GetElapsedTime(start)) { NextLastValue = scope.Incremental?.NextLastValue };
        destination.Commit(result, Job, time, cancellationToken);
        Say(result, scope);
        return result;
    }

    private void Say(TransferResult result, ImportScope scope)
    {
        TransferSummary.Write(log, "Retrieved", result);
        if (Job is null)
        {
            foreach (var line in scope.Incremental?.EndLines() ?? [])
                log.Info(line);
        }
    }

    private (long RowCount, long ByteCount) Read(ImportScope scope, IImportTarget target, IDatabaseSession session, CancellationToken cancellationToken)
    {
        var request = new SnapshotRequest(
            scope.Table, scope.Split.TaskCount, !options.Connect.IsSnapshotOff && !options.Connect.IsIsolationRelaxed, options.Connect.IsIsolationRelaxed);
        using var snapshot = database.OpenSnapshot(request, cancellationToken);
        if (snapshot.Reservation is { } reservation)
            log.Warn(reservation);
        var read = options.IsDirect && database.Dialect.WritesTextItself(options)
            ? ReadDirect(scope, target, snapshot, cancellationToken)
            : ReadRows(scope, target, snapshot, cancellationToken);
        if (options.Validation.IsAsked)
            RowCountValidation.Check(options.Validation, RowCounts.Of(session, database.Dialect, scope.Table!, cancellationToken), read.RowCount, log);
        return read;
    }

    private (long RowCount, long ByteCount) ReadRows(
        ImportScope scope, IImportTarget target, IDatabaseSnapshot snapshot, CancellationToken cancellationToken)
    {
        var work = ImportWork.Prepare(scope, snapshot.Coordinator, database.Dialect, target, options, log, cancellationToken);
        if (options.Import.IsResumed)
            target.KeepForResume();
        var progress = new ImportProgress(log, new Throttle(options.ThrottleRowsPerSecond, time), new ResumeRecord(target, work.Note, time));
        progress.Add(work.ResumedRowCount, 0);
        RunTasks(work, snapshot, progress, cancellationToken);
        if (progress.UnprotectedCount is var count and > 0)
            log.Warn($"{count} values contained the field or record delimiter unprotected, so that their records cannot be told apart; see --enclosed-by and --escaped-by.");
        return (progress.RowCount, progress.ByteCount);
    }

    private (long RowCount, long ByteCount) ReadDirect(
        ImportScope scope, IImportTarget target, IDatabaseSnapshot snapshot, CancellationToken cancellationToken)
    {
        if (target.ResumeNote is not null)
            target.DiscardStaged();
        var ranges = database.Dialect.SplitsDirectImports
            ? SplitQuestion.Ranges(scope, snapshot.Coordinator, database.Dialect, options, log, cancellationToken)
            : [SplitRange.Whole];
        var note = new ResumeNote("", [], []);
        var progress = new ImportProgress(log, new Throttle(options.ThrottleRowsPerSecond, time), new ResumeRecord(target, note, time));
        new DirectImport(scope, target, options, progress).Run(snapshot.Sessions, ranges, cancellationToken);
        return (progress.RowCount, progress.ByteCount);
    }

    private static void RunTasks(ImportWork work, IDatabaseSnapshot snapshot, ImportProgress progress, CancellationToken cancellationToken)
    {
        var budget = new MemoryBudget(ImportWork.AheadByteCountMax);
        var schedule = new PartSchedule(work.Parts, () => new ReadAhead(work.Plan.SourceSchema, budget, work.Plan.Target.OpenScratch));
        var tasks = snapshot.Sessions.Select(session => (Action<CancellationToken>)new ImportTask(work.Plan, schedule, session, progress).Run);
        TaskGroup.Run([.. tasks], () => snapshot.Sessions.CancelAll(), cancellationToken);
    }
}
