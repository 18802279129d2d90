using Levada.DataFiles.Avro;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;
using Levada.Transfer.Types;
using Levada.TransferEngine.Merge;

namespace Levada.TransferEngine.Import;

/// <summary>Where an import goes, until it is there: straight into its target, or aside and then merged into it by key.</summary>
internal sealed class ImportDestination : IDisposable
{
    private readonly TransferOptions _options;
    private readonly ImportScope _scope;
    private readonly IDataSets _dataSets;
    private readonly ITransferLog _log;
    private readonly string _location;
    private readonly string? _aside;
    private readonly TargetRequest _request;

    private ImportDestination(TransferOptions options, ImportScope scope, IDataSets dataSets, ITransferLog log)
    {
        (_options, _scope, _dataSets, _log) = (options, scope, dataSets, log);
        _location = ImportLocation.Of(options);
        _aside = IsMerged() ? ImportLocation.Beside(_location) : null;
        var mode = _aside is null ? ImportLocation.ModeOf(options) : TargetMode.Replace;
        _request = new TargetRequest(_aside ?? _location, scope.TargetSchema, options, mode, RecordNames.OfRecord(options))
        {
            SourceName = options.Table ?? "QueryResult",
        };
        Target = dataSets.OpenTarget(_request);
    }

    public IImportTarget Target { get; }

    public static ImportDestination Open(TransferOptions options, ImportScope scope, IDataSets dataSets, ITransferLog log)
    {
        var destination = new ImportDestination(options, scope, dataSets, log);
        try
        {
            JobState.RequireNothingPending(destination.Target.PendingFollowUp);
            foreach (var notice in destination.Target.Notices)
                log.Info(notice);
            destination.RequireSameColumns();
            destination.WriteSchema();
            return destination;
        }
        catch
        {
            destination.Dispose();
            throw;
        }
    }

    /// <summary>Frees the places that an import without rows does not open of what dead runs left there.</summary>
    public static void Settle(TransferOptions options, IDataSets dataSets, ITransferLog log)
    {
        var location = ImportLocation.Of(options);
        foreach (var notice in dataSets.Settle(location).Concat(dataSets.Settle(ImportLocation.Beside(location))))
            log.Info(notice);
    }

    /// <summary>Makes the import visible, then lets the job store how it ended.</summary>
    public void Commit(TransferResult result, JobState? job, TimeProvider time, CancellationToken cancellationToken)
    {
        var followUp = result.NextLastValue is { } next ? job?.TextOf(next) : null;
        Target.Commit(_aside is null ? followUp : null, cancellationToken);
        if (_aside is null)
        {
            job?.Store(result);
            Target.ConfirmFollowUp();
            return;
        }

        Target.Dispose();
        Merge(_aside, () => job?.Store(result), followUp, time, cancellationToken);
        _dataSets.Delete(_aside);
    }

    public void Dispose() => Target.Dispose();

    /// <summary>Parquet files of one directory are read as one table, which has one set of columns.</summary>
    private void RequireSameColumns()
    {
        if (_options.Layout != FileLayout.Parquet || _request.Mode != TargetMode.Append || !_dataSets.Exists(_location))
            return;
        var old = NamesOf(_dataSets.OpenSource(_location, _options).FileSchema);
        var added = NamesOf(_scope.TargetSchema);
        if (old.Length > 0 && old != added)
            throw new TransferException($"Cannot append to {_location}: its Parquet files have the columns {old}, the import has {added}.");
    }

    private static string NamesOf(RowSchema? schema) => string.Join(", ", schema?.Columns.Select(column => column.Name) ?? []);

    /// <summary>Leaves the schema of Avro files where generated code goes.</summary>
    private void WriteSchema()
    {
        if (_options.Layout != FileLayout.Avro)
            return;
        var folder = Directory.CreateDirectory(_options.Code.OutDir).FullName;
        File.WriteAllText(Path.Join(folder, AvroSchemaText.FileName(_request)), AvroSchemaText.Indented(_request));
    }

    private void Merge(string aside, Action committed, string? followUp, TimeProvider time, CancellationToken cancellationToken)
    {
        // What was written is read again: its own delimiters and null strings, not those of foreign input.
        var text = _options.Text with
        {
            Input = _options.Text.Output,
            InputNullString = _options.Text.NullString,
            InputNullNonString = _options.Text.NullNonString,
        };
        var options = _options with { Text = text };
        var merge = new MergeRun(
            _dataSets.OpenSource(aside, options), _dataSets.OpenSource(_location, options), options, _dataSets.OpenTarget, _log, time);
        merge.Run(() => _scope.TargetSchema, _location, TargetMode.Replace, new MergeCommit(followUp, committed), cancellationToken);
    }

    private bool IsMerged()
    {
        if (_options.Import is not { Incremental: IncrementalMode.LastModified, IsAppend: false } || !_dataSets.Exists(_location))
            return false;
        return _options.Import.MergeKey is not null
            ? true
            : throw new TransferException("--merge-key or --append is required when using --incremental lastmodified and the output directory exists.");
    }
}
