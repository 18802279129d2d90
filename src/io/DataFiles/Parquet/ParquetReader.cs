using System.Collections.Immutable;
using Levada.DataFiles.Values;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Parquet;

/// <summary>Streams the rows of a Parquet file: of each wanted column one page is in memory.</summary>
internal sealed class ParquetReader(
    Stream stream,
    ParquetMetadata metadata,
    RowSchema wanted,
    ImmutableArray<ParquetReader.WantedColumn> columns,
    RecordPlace place) : IRowReader
{
    // Rows are read in steps that end near the batch's bound even when they are wide.
    private const int StepFirst = 16;
    private const int StepMax = 1024;

    private readonly List<ColumnReader> _readers = [];
    private int _nextGroup;
    private long _nextRecord;
    private long _rowsLeft;

    public RowSchema Schema => wanted;

    public bool Read(RowBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        batch.Clear();
        batch.SourceName = place.FileName;
        for (var ordinal = 0; ordinal < columns.Length; ordinal++)
            columns[ordinal].Appender.Bind(batch.Columns[ordinal]);
        try
        {
            while (!batch.IsFull && (_rowsLeft > 0 || OpenGroup()))
                ReadStep(batch);
        }
        catch (InvalidDataException e)
        {
            throw place.Damage(e);
        }
        return batch.RowCount > 0;
    }

    public void Dispose()
    {
        CloseGroup();
        stream.Dispose();
    }

    private void ReadStep(RowBatch batch)
    {
        var first = batch.RowCount;
        var count = (int)Math.Min(_rowsLeft, StepOf(batch));
        foreach (var reader in _readers)
            reader.Read(_nextRecord, count);
        for (var row = first; row < first + count; row++)
            batch.SetPosition(row, _nextRecord++);
        _rowsLeft -= count;
    }

    private static long StepOf(RowBatch batch)
    {
        if (batch.RowCount == 0)
            return StepFirst;
        var rowsThatFit = (RowBatch.ByteCountMax - batch.ByteCount) * batch.RowCount / Math.Max(1, batch.ByteCount);
        return Math.Clamp(rowsThatFit, 1, Math.Min(StepMax, RowBatch.RowCountMax - batch.RowCount));
    }

    private bool OpenGroup()
    {
        CloseGroup();
        while (_nextGroup < metadata.Groups.Length)
        {
            var group = metadata.Groups[_nextGroup++];
            if (group.RowCount == 0)
                continue;
            foreach (var column in columns)
            {
                var chunk = group.Chunks[column.Leaf];
                if (chunk.ValueCount != group.RowCount)
                    throw new InvalidDataException($"A column chunk claims {chunk.ValueCount} values in {group.RowCount} rows.");
                var leaf = metadata.Leaves[column.Leaf];
                _readers.Add(new ColumnReader(stream, leaf, chunk, new LeafAppender(leaf, column.Appender), place));
            }
            _rowsLeft = group.RowCount;
            return true;
        }
        return false;
    }

    private void CloseGroup()
    {
        foreach (var reader in _readers)
            reader.Dispose();
        _readers.Clear();
    }

    /// <param name="Leaf">Which column of the file.</param>
    /// <param name="Appender">Where its values go.</param>
    internal readonly record struct WantedColumn(int Leaf, ValueAppender Appender);
}
