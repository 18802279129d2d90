using System.Collections.Immutable;
using System.Globalization;
using Levada.Databases;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;
using Levada.Transfer.Sql;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Import;

/// <summary>The parts of an import and what an interrupted run has done of them.</summary>
internal sealed record ImportWork(ImportPlan Plan, ImmutableArray<PartWork> Parts, ResumeNote Note)
{
    /// <summary>Bytes of rows that tasks may hold for each other in memory.</summary>
    public const long AheadByteCountMax = 32 << 20;

    /// <summary>Files that a split becomes with <c>--skew-files</c>.</summary>
    private const int FilesPerSplit = 8;

    /// <summary>Rows that the interrupted run had written.</summary>
    public long ResumedRowCount => Parts.Sum(part => part.ResumedRowCount);

    public static ImportWork Prepare(
        ImportScope scope, IDatabaseSession coordinator, Dialect dialect, IImportTarget target, TransferOptions options, ITransferLog log,
        CancellationToken cancellationToken)
    {
        var plan = new ImportPlan(options, dialect, target, scope)
        {
            HasLargeObjects = scope.SourceSchema.Columns.Any(column => column.JavaType is JavaType.BlobRef or JavaType.ClobRef),
        };
        var fingerprint = string.Join('\n', scope.Queries.Rows(SplitRange.Whole), options.Layout, options.CompressionCodec, options.Text.Output);
        var note = options.Import.IsResumed && target.ResumeNote is { } text ? ResumeNote.Parse(text) : null;
        if (note?.Fingerprint == fingerprint)
        {
            log.Info($"Going on from an interrupted import with {note.Parts.Length} of {note.Splits.Length} files begun or done; what is left is read from a new snapshot.");
            return new ImportWork(InOrder(plan, scope), [.. note.Splits.Select((split, number) => Resumed(split, number, note))], note);
        }

        if (target.ResumeNote is not null)
            target.DiscardStaged();
        var parts = Planned(plan, coordinator, log, cancellationToken);
        return new ImportWork(InOrder(plan, scope), parts, new ResumeNote(fingerprint, [.. parts.Select(ResumeSplit.Of)], []));
    }

    /// <summary>Reads splits in key order where the key is unique, whole numbers, and among the columns that are read.</summary>
    private static ImportPlan InOrder(ImportPlan plan, ImportScope scope) =>
        IsReadInOrder(plan, scope)
            ? plan with { KeyOrdinal = scope.SourceSchema.IndexOf(scope.Split.Name!), KeyColumn = scope.Queries.ColumnText(scope.Split.Name!) }
            : plan;

    private static bool IsReadInOrder(ImportPlan plan, ImportScope scope) =>
        scope is { Table: not null, IsSplitColumnUnique: true, Split: { TaskCount: > 1, Name: { } name } }
        && !plan.HasLargeObjects
        && plan.Dialect.Limit("", 1) is not null
        && scope.SourceSchema.IndexOf(name) is var ordinal and >= 0
        && scope.SourceSchema[ordinal].Kind is ColumnKind.Int32 or ColumnKind.Int64;

    private static ImmutableArray<PartWork> Planned(ImportPlan plan, IDatabaseSession coordinator, ITransferLog log, CancellationToken cancellationToken)
    {
        var (scope, dialect, options) = (plan.Scope, plan.Dialect, plan.Options);
        if (SplitQuestion.Request(scope, coordinator, dialect, options, log, cancellationToken) is not { } request)
            return [new PartWork(0, SplitRange.Whole, null)];
        var ranges = Ranges(request, options);
        // Who gives bounds of a free query may do so because it is slow as a whole, or because it does not show the column.
        var isSampled = scope.Table is not null || options.Import.BoundaryQuery is null;
        if (scope.Split.TaskCount == 1 || plan.HasLargeObjects || IsReadInOrder(plan, scope) || !isSampled)
            return [.. ranges.Select((range, number) => new PartWork(number, range, KeysOf(plan, scope, range)))];
        var outside = Ranges(request.As(scope.Queries.OutsideText(scope.Split.Name!)), options);
        var chunks = SampleQuestion.Chunks(scope, ranges, outside, coordinator, dialect, log, cancellationToken);
        return options.Import.IsChunkPerFile
            ? [.. chunks.SelectMany(range => range).Select((chunk, number) => new PartWork(number, chunk.Range, null))]
            : [.. ranges.Select((range, number) => new PartWork(number, range, null, chunks[number].AsSpan()))];
    }

    private static ImmutableArray<SplitRange> Ranges(SplitRequest request, TransferOptions options)
    {
        var ranges = SplitPlanner.Plan(request);
        return options.Import.IsChunkPerFile ? [.. ranges.SelectMany(range => SplitPlanner.Chunk(range, FilesPerSplit))] : ranges;
    }

    private static KeyRange? KeysOf(ImportPlan plan, ImportScope scope, SplitRange range) =>
        IsReadInOrder(plan, scope) && range.TryGetIntegers(out var first, out var end) ? new KeyRange(first, end) : null;

    private static PartWork Resumed(ResumeSplit split, int number, ResumeNote note)
    {
        var done = note.Parts.FirstOrDefault(part => part.Number == number);
        var keys = split.First is null ? (KeyRange?)null : new KeyRange(Number(done?.NextKey ?? split.First), Number(split.End!));
        var chunks = split.Chunks ?? [];
        return new PartWork(number, split.Range, keys, [.. chunks.Skip(done?.NextChunk ?? 0).Select(chunk => chunk.Chunk)])
        {
            FirstChunk = done?.NextChunk ?? 0,
            ResumedByteCount = done?.ByteCount,
            ResumedRowCount = done?.RowCount ?? 0,
            IsDone = done is { IsWhole: true },
        };
    }

    private static Int128 Number(string text) => Int128.Parse(text, CultureInfo.InvariantCulture);
}
