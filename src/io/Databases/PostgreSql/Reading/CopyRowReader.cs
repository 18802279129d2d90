using System.Collections.Immutable;
using System.Text;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.Databases.PostgreSql.Reading;

/// <summary>Rows of a query through a binary COPY, without an object for a row or a value.</summary>
internal sealed class CopyRowReader : IRowReader
{
    // Beyond text and bytes the longest value is a numeric of about 75 kB.
    private const int NarrowBytesMax = 1 << 20;

    // None of PostgreSQL's types is a large object to Sqoop, so that ordinary values stay whatever the limit is.
    private const long InlineBytesMin = 1 << 20;

    private readonly CopyOutput _output;
    private readonly CopySource _source;
    private readonly ImmutableArray<FieldDecoder> _decoders;
    private readonly ILargeObjectStore? _largeObjects;
    private readonly long _inlineBytesMax;
    private bool _hasBegun;
    private bool _hasEnded;

    /// <param name="output">The COPY, which the reader owns.</param>
    /// <param name="schema">The columns that batches have.</param>
    /// <param name="decoders">How each is read.</param>
    /// <param name="largeObjects">Where values above its limit go; null: they stay.</param>
    public CopyRowReader(CopyOutput output, RowSchema schema, ImmutableArray<FieldDecoder> decoders, ILargeObjectStore? largeObjects)
    {
        (_output, Schema, _decoders, _largeObjects) = (output, schema, decoders, largeObjects);
        _source = new(output);
        _inlineBytesMax = largeObjects is null ? long.MaxValue : Math.Max(InlineBytesMin, largeObjects.InlineBytesMax);
    }

    public RowSchema Schema { get; }

    public bool Read(RowBatch batch, CancellationToken cancellationToken)
    {
        batch.Clear();
        if (_hasEnded)
            return false;
        using var watch = _output.Watch(cancellationToken);
        if (!_hasBegun)
            _source.ReadHeader();
        _hasBegun = true;
        var columns = batch.Columns.AsSpan();
        var rows = 0;
        for (var bytes = 0L; rows < RowBatch.RowCountMax && bytes < RowBatch.ByteCountMax; rows++)
        {
            if (!_source.ReadRow(columns.Length))
            {
                _hasEnded = true;
                break;
            }
            for (var ordinal = 0; ordinal < columns.Length; ordinal++)
                bytes += ReadField(_decoders[ordinal], columns[ordinal], cancellationToken);
        }
        return rows > 0;
    }

    public void Dispose() => _output.Dispose();

    private int ReadField(FieldDecoder decoder, ColumnVector target, CancellationToken cancellationToken)
    {
        var length = _source.ReadLength();
        if (length < 0)
            target.AppendNull();
        else if (length <= CopySource.BufferBytesMin)
            decoder.Append(_source.Take(length), target);
        else if (decoder is BytesDecoder)
            ReadLong(length, target, cancellationToken);
        else if (length <= NarrowBytesMax)
            decoder.Append(_source.Take(length), target);
        else
            throw new TransferException($"PostgreSQL sent {length} bytes for a value of the kind {target.Kind}.");
        return sizeof(int) + Math.Max(0, length);
    }

    private void ReadLong(int length, ColumnVector target, CancellationToken cancellationToken)
    {
        if (length > _inlineBytesMax)
        {
            using var value = new CopyValueStream(_source, length);
            var reference = _largeObjects!.Store(value, cancellationToken);
            value.Skip();
            if (target.Kind == ColumnKind.Text)
                target.AppendBytes(Encoding.UTF8.GetBytes(reference));
            else
                target.AppendUntyped(reference);
            return;
        }
        for (var read = 0; ;)
        {
            // Room for what has arrived and as much again, not for what a length promises.
            var room = target.ReserveBytes((int)Math.Min(length, Math.Max(read * 2L, CopySource.BufferBytesMin)));
            while (read < room.Length)
                read += _source.ReadSome(room[read..]);
            if (read < length)
                continue;
            target.AppendReserved(length);
            return;
        }
    }
}
