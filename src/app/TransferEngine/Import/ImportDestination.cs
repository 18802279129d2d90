using Levada.Transfer;
using Levada.Transfer.Options;
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
    private readonly string _location;
    private readonly string? _aside;

    private ImportDestination(TransferOptions options, ImportScope scope, IDataSets dataSets)
    {
        (_options, _scope, _dataSets) = (options, scope, dataSets);
        _location = ImportLocation.Of(options);
        _aside = IsMerged() ? ImportLocation.Beside(_location) : null;
        var mode = _aside is null ? ImportLocation.ModeOf(options) : TargetMode.Replace;
        Target = dataSets.OpenTarget(new TargetRequest(_aside ?? _location, scope.TargetSchema, options, mode, RecordNames.OfRecord(options))
        {
            SourceName = options.Table ?? "QueryResult",
        });
    }

    public IImportTarget Target { get; }

    public static ImportDestination Open(TransferOptions options, ImportScope scope, IDataSets dataSets, ITransferLog log)
    {
        var destination = new ImportDestination(options, scope, dataSets);
        foreach (var notice in destination.Target.Notices)
            log.Info(notice);
        return destination;
    }

    /// <summary>Makes the import visible.</summary>
    /// <param name="nextLastValue">Kept with the commit, for a saved job whose state is stored after it.</param>
    public void Commit(string? nextLastValue, ITransferLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        Target.Commit(_aside is null ? nextLastValue : null, cancellationToken);
        if (_aside is null)
            return;
        Target.Dispose();
        // What was written is read again: its own delimiters and null strings, not those of foreign input.
        var text = _options.Text with
        {
            Input = _options.Text.Output,
            InputNullString = _options.Text.NullString,
            InputNullNonString = _options.Text.NullNonString,
        };
        var options = _options with { Text = text };
        var merge = new MergeRun(
            _dataSets.OpenSource(_aside, options), _dataSets.OpenSource(_location, options), options, _dataSets.OpenTarget, log, time);
        merge.Run(() => _scope.TargetSchema, _location, TargetMode.Replace, nextLastValue, cancellationToken);
        _dataSets.Delete(_aside);
    }

    public void Dispose() => Target.Dispose();

    private bool IsMerged()
    {
        if (_options.Import is not { Incremental: IncrementalMode.LastModified, IsAppend: false } || !_dataSets.Exists(_location))
            return false;
        return _options.Import.MergeKey is not null
            ? true
            : throw new TransferException("--merge-key or --append is required when using --incremental lastmodified and the output directory exists.");
    }
}
