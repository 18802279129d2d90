using System.Collections.Immutable;
using Levada.Databases;
using Levada.Transfer.Options;
using Levada.Transfer.Splits;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Import;

/// <summary>An import of text that the database itself writes (<c>--direct</c>): its bytes go into the files as they come.</summary>
internal sealed class DirectImport(ImportScope scope, IImportTarget target, TransferOptions options, ImportProgress progress)
{
    private const string BooleanTrueOption = "--boolean-true-string";
    private const string BooleanFalseOption = "--boolean-false-string";

    private int _nextRange = -1;

    /// <summary>Reads the ranges, each into a file of its own; a single one into several with <c>--direct-split-size</c>.</summary>
    public void Run(ImmutableArray<IDatabaseSession> sessions, ImmutableArray<SplitRange> ranges, CancellationToken cancellationToken)
    {
        var tasks = sessions.Select(session => (Action<CancellationToken>)(stop => ReadRanges(session, ranges, stop)));
        TaskGroup.Run([.. tasks], () => sessions.CancelAll(), cancellationToken);
    }

    private void ReadRanges(IDatabaseSession session, ImmutableArray<SplitRange> ranges, CancellationToken cancellationToken)
    {
        while (Interlocked.Increment(ref _nextRange) is var number && number < ranges.Length)
        {
            using var rows = session.OpenDirect(Request(ranges[number]), cancellationToken);
            // The files of several ranges have their numbers already.
            var partByteCountMax = ranges.Length == 1 ? options.Import.DirectSplitBytes : 0;
            using var parts = new DirectParts(target, number, ranges[number].IsFileOptional, partByteCountMax, options.Text.Output, progress);
            parts.Copy(rows, cancellationToken);
        }
    }

    private DirectReadRequest Request(SplitRange range) => new(
        scope.Table!,
        [.. scope.SourceSchema.Columns.Select(column => column.Name)],
        scope.Queries.WhereOf(range),
        options.Text,
        ArgumentAfter(BooleanTrueOption) ?? "TRUE",
        ArgumentAfter(BooleanFalseOption) ?? "FALSE");

    private string? ArgumentAfter(string name) =>
        options.ConnectorArguments.IndexOf(name) is var index and >= 0 && index + 1 < options.ConnectorArguments.Length
            ? options.ConnectorArguments[index + 1]
            : null;
}
