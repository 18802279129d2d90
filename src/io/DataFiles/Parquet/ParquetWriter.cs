using System.Collections.Immutable;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Parquet;

/// <summary>Writes a Parquet file, a row group at a time.</summary>
/// <remarks>Holds the compressed pages of one row group and one page in the making for each column, bounded by the plan. Never seeks.</remarks>
internal sealed class ParquetWriter : IFormatWriter
{
    private readonly Stream _stream;
    private readonly ParquetPlan _plan;
    private readonly ParquetScratch _scratch;
    private readonly ImmutableArray<ValueEncoder> _encoders;
    private readonly ImmutableArray<ChunkBuilder> _chunks;
    private readonly List<RowGroupSummary> _groups = [];
    private long _position;
    private long _groupRows;

    /// <summary>Begins a file.</summary>
    /// <exception cref="TransferException">A column cannot be stored.</exception>
    public ParquetWriter(Stream stream, ParquetPlan plan)
    {
        _stream = stream;
        _plan = plan;
        _scratch = new ParquetScratch(plan);
        var zone = new ZoneMap(plan.Options.Zone);
        var fault = new RowFault(plan.Schema, plan.Options);
        _encoders = [.. plan.Fields.Select((field, ordinal) => ValueEncoder.For(field, ordinal, plan.Options, zone, fault))];
        _chunks = [.. _encoders.Select(encoder => new ChunkBuilder(_scratch, encoder))];
        Emit(ParquetFormat.Magic);
    }

    public void Write(RowBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var held = 0L;
        for (var ordinal = 0; ordinal < _chunks.Length; ordinal++)
        {
            _chunks[ordinal].Append(batch, batch.Columns[ordinal]);
            held += _chunks[ordinal].HeldBytes;
        }
        _groupRows += batch.RowCount;
        if (held >= _plan.GroupBytes)
            EndGroup();
    }

    /// <summary>A Parquet file is read from its end: there is nothing to go on from before that.</summary>
    public bool Cut() => false;

    public void Finish()
    {
        EndGroup();
        var footer = new BlockBuffer();
        ParquetFooter.Write(_plan, _encoders, _groups, footer);
        Emit(footer.Written);
    }

    public void Dispose() => _scratch.Dispose();

    private void EndGroup()
    {
        if (_groupRows == 0)
            return;
        var start = _position;
        var chunks = ImmutableArray.CreateBuilder<ChunkSummary>(_chunks.Length);
        foreach (var chunk in _chunks)
        {
            var summary = chunk.WriteTo(_stream, _position);
            _position += summary.CompressedSize;
            chunks.Add(summary);
        }
        _groups.Add(new RowGroupSummary(_groupRows, start, chunks.MoveToImmutable()));
        _groupRows = 0;
    }

    private void Emit(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _position += bytes.Length;
    }
}
