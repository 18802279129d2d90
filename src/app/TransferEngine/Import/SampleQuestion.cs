using System.Collections.Immutable;
using Levada.Databases;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;
using Levada.Transfer.Sql;

namespace Levada.TransferEngine.Import;

/// <summary>Asks the database how the rows lie in the ranges of an import.</summary>
internal static class SampleQuestion
{
    // Beyond that the ranges are many more than any number of tasks, and databases limit the length of a statement.
    private const int QueryLengthMax = 256 << 10;

    /// <summary>The chunks of each range.</summary>
    /// <param name="ranges">The ranges as the import reads them.</param>
    /// <param name="outside">The same ranges in a query around its rows.</param>
    public static ImmutableArray<ImmutableArray<SplitChunk>> Chunks(
        ImportScope scope, ImmutableArray<SplitRange> ranges, ImmutableArray<SplitRange> outside, IDatabaseSession session, Dialect dialect,
        ITransferLog log, CancellationToken cancellationToken)
    {
        var name = scope.Split.Name!;
        var sql = scope.Queries.Sample(name, outside);
        if (sql.Length > QueryLengthMax)
            return [.. ranges.Select(range => ImmutableArray.Create(new SplitChunk(range, 0)))];
        log.Debug($"How the rows lie: {sql}");
        var isSampled = dialect.IsSampled(scope.Queries.OutsideText(name)) is not null;
        var sample = new SplitSample(ranges, isSampled ? Dialect.RowsPerSampledValue : 1);
        using var rows = session.Read(new ReadRequest(sql), cancellationToken);
        var batch = new RowBatch(rows.Schema);
        while (rows.Read(batch, cancellationToken))
        {
            for (var row = 0; row < batch.RowCount; row++)
                sample.Add(SplitValue.From(batch.Columns[1], row), SplitValue.From(batch.Columns[0], row));
        }

        var chunks = SplitShares.Cut(sample, scope.Split.TaskCount, scope.IsSplitColumnLeading);
        Say(chunks, sample, scope, log);
        return chunks;
    }

    private static void Say(ImmutableArray<ImmutableArray<SplitChunk>> chunks, SplitSample sample, ImportScope scope, ITransferLog log)
    {
        var count = chunks.Sum(range => range.Length);
        if (count > chunks.Length)
            log.Info($"Of about {sample.RowCount} rows, one of {chunks.Length} ranges holds about {chunks.Max(range => range.Sum(chunk => chunk.RowCount))}: they are read in {count} stretches, each by a task that is free.");
        if (SplitShares.Uncut(chunks.SelectMany(range => range), sample.RowCount, scope.Split.TaskCount) is { } uncut)
            log.Info($"About {uncut.RowCount} of about {sample.RowCount} rows have one value of {scope.Split.Name}, or none, and cannot be divided by it: one task reads them.");
    }
}
