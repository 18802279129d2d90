using System.Collections.Immutable;
using Levada.Databases;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Export;

/// <summary>Moves the records of files into a table or through a procedure, by parallel tasks.</summary>
/// <remarks>Without a staging table tasks commit on their own, and a failure says how much was committed.</remarks>
public sealed class ExportRun(IDatabase database, IExportSource source, TransferOptions options, ITransferLog log, TimeProvider time)
{
    private readonly TableName _table = options.Table is { } table ? new(table, options.Schema) : new(options.Export.Procedure!);

    /// <exception cref="TransferException">The export cannot be done as asked, or a record or the database refused.</exception>
    public TransferResult Run(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        using var session = database.OpenSession(cancellationToken);
        var schema = ExportColumns.Choose(Describe(session, cancellationToken), options);
        var staging = StagingFor(session);
        staging?.Prepare(options.Export.IsStagingCleared, log, cancellationToken);
        var progress = new ExportProgress(log, new Throttle(options.ThrottleRowsPerSecond, time));
        Write(RequestFor(schema, staging?.Table ?? _table), progress, staging is not null, cancellationToken);
        // The staged rows are counted before they move: a failed check leaves them where they are.
        if (options.Validation.IsAsked)
            RowCountValidation.Check(options.Validation, progress.RowCount, RowCounts.Of(session, database.Dialect, staging?.Table ?? _table, cancellationToken), log);
        staging?.Move(log, cancellationToken);
        var result = new TransferResult(progress.RowCount, progress.ByteCount, time.GetElapsedTime(start));
        TransferSummary.Write(log, "Exported", result);
        return result;
    }

    private RowSchema Describe(IDatabaseSession session, CancellationToken cancellationToken) => options.Export.Procedure is { } procedure
        ? session.DescribeProcedure(procedure, cancellationToken)
        : session.DescribeTable(_table, cancellationToken);

    private Staging? StagingFor(IDatabaseSession session) => options.Export.StagingTable is { } name
        ? new Staging(session, database.Dialect, _table, _table with { Name = name })
        : null;

    private WriteRequest RequestFor(RowSchema schema, TableName table) => new(table, schema, Mode())
    {
        AreColumnsNamed = !options.Columns.IsEmpty,
        Keys = options.Export.UpdateKeys,
        RowsPerStatement = options.Export.RowsPerStatement,
        StatementsPerTransaction = options.Export.StatementsPerTransaction,
        IsBatch = options.Export.IsBatch,
    };

    private WriteMode Mode() => options switch
    {
        { Export.Procedure: not null } => WriteMode.Call,
        { Export.UpdateKeys.IsEmpty: true } => WriteMode.Insert,
        { Export.UpdateMode: UpdateMode.AllowInsert } => WriteMode.Upsert,
        _ => WriteMode.Update,
    };

    private void Write(WriteRequest request, ExportProgress progress, bool isStaged, CancellationToken cancellationToken)
    {
        var slices = source.Slice(options.MapperCount);
        var sessions = ImmutableArray.CreateBuilder<IDatabaseSession>(slices.Length);
        try
        {
            foreach (var _ in slices)
                sessions.Add(database.OpenSession(cancellationToken));
            var tasks = slices.Select((slice, index) => new ExportTask(source, slice, sessions[index], request, progress));
            TaskGroup.Run([.. tasks.Select(task => (Action<CancellationToken>)task.Run)], () => sessions.CancelAll(), cancellationToken);
        }
        catch (Exception)
        {
            log.Error(Remainder(progress.CommittedRowCount, isStaged));
            throw;
        }
        finally
        {
            foreach (var session in sessions)
                session.Dispose();
        }
    }

    private string Remainder(long committedRowCount, bool isStaged) => isStaged
        ? $"Nothing was changed in {_table.Name}; {committedRowCount} rows are in the staging table {options.Export.StagingTable}. Repeat with --clear-staging-table."
        : $"{committedRowCount} rows were committed to {_table.Name} before the failure. An export is whole or absent only with --staging-table.";
}
